using System.Collections.Immutable;

namespace Personalization.Abstractions.DataQuality;

/// <summary>A stretch of time in which a client key's events are not to be trusted: kept out of training until a person releases it. Immutable.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Key">The client key's name.</param>
/// <param name="From">The first moment that looks wrong, by when the engine took events in, UTC.</param>
/// <param name="To">The end, exclusive, UTC; null while a break goes on.</param>
/// <param name="Breaks">What was found, in the order it was found.</param>
/// <param name="ReleasedAt">When a person released it, UTC; null while it is held.</param>
[GenerateSerializer, Immutable, Alias("Personalization.WatchWindow")]
public sealed record DataQualityWindow(
    [property: Id(0)] long Id,
    [property: Id(1)] string Key,
    [property: Id(2)] DateTimeOffset From,
    [property: Id(3)] DateTimeOffset? To,
    [property: Id(4)] ImmutableArray<DataQualityBreak> Breaks,
    [property: Id(5)] DateTimeOffset? ReleasedAt)
{
    /// <summary>Whether a break in it goes on and nobody has released it.</summary>
    public bool IsOpen() => To is null && ReleasedAt is null;
}
