namespace Personalization.Abstractions.Experiments;

/// <summary>Whose decision a change is, for the record.</summary>
/// <param name="By">The name of the API key, or of what in the engine decided (<c>rollout</c>); at most 256 characters.</param>
/// <param name="Reason">Why; null when nobody said. At most 1,024 characters.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ChangeNote")]
public sealed record ChangeNote([property: Id(0)] string By, [property: Id(1)] string? Reason = null);
