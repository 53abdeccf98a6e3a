namespace Personalization.Abstractions.Experiments;

/// <summary>One interim result of a series. Immutable.</summary>
/// <param name="At">Its place on the horizontal axis; the series says in which unit.</param>
/// <param name="Estimate">The estimate.</param>
/// <param name="Interval">Its interval; null while there was none.</param>
[GenerateSerializer, Immutable, Alias("Personalization.IntervalPoint")]
public sealed record IntervalPoint(
    [property: Id(0)] double At,
    [property: Id(1)] double Estimate,
    [property: Id(2)] Interval? Interval);
