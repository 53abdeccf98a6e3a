using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>One condition on a user's attributes. Immutable.</summary>
/// <param name="Attribute">The attribute's name (<c>country</c>, <c>app</c>).</param>
/// <param name="Values">The values that fulfil the condition; case is ignored.</param>
/// <param name="Negated">
/// Whether none of the values may occur. A user without the attribute fulfils only negated conditions.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.AttributeCondition")]
public sealed record AttributeCondition(
    [property: Id(0)] string Attribute,
    [property: Id(1)] ImmutableArray<string> Values,
    [property: Id(2)] bool Negated = false)
{
    /// <summary>Whether a user's attributes fulfil it.</summary>
    public bool Holds(IReadOnlyDictionary<string, string> attributes) =>
        Negated != (attributes.TryGetValue(Attribute, out string? value)
            && Values.Contains(value, StringComparer.OrdinalIgnoreCase));
}
