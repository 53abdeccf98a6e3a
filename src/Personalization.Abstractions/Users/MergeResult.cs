namespace Personalization.Abstractions.Users;

/// <summary>What a merge did.</summary>
/// <param name="ProfileVersion">The version of the profile merged into, that contains everything moved.</param>
/// <param name="EventsMoved">How many events came over; 0 when the merge had been done before.</param>
[GenerateSerializer, Immutable, Alias("Personalization.MergeResult")]
public readonly record struct MergeResult([property: Id(0)] long ProfileVersion, [property: Id(1)] int EventsMoved);
