using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Profiles;

/// <summary>An alias that its target does not know.</summary>
/// <param name="Alias">The alias.</param>
/// <param name="Target">The user at the end of the chain of aliases.</param>
/// <param name="IsErased">
/// True if the target was erased after the alias was made: the alias belongs to an erased person.
/// </param>
public sealed record StrandedAlias(UserId Alias, UserId Target, bool IsErased);
