using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Profiles;

/// <summary>How much a user prefers an item at the time of asking.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Weight">The sum of the event types' weights, each halved for every half-life gone by.</param>
/// <param name="LastEventAt">When the last event on it occurred, UTC.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ItemPreference")]
public readonly record struct ItemPreference([property: Id(0)] ItemId ItemId, [property: Id(1)] double Weight, [property: Id(2)] DateTimeOffset LastEventAt);
