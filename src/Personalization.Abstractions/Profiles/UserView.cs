using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Profiles;

/// <summary>A profile as shown to the user or an operator. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.UserView")]
public sealed record UserView
{
    /// <summary>The profile's version: the sequence number of its last log entry.</summary>
    [Id(0)]
    public required long ProfileVersion { get; init; }

    /// <summary>The number of events in the profile.</summary>
    [Id(1)]
    public required long EventCount { get; init; }

    /// <summary>The preferences that the user stated.</summary>
    [Id(2)]
    public required StatedPreferences Preferences { get; init; }

    /// <summary>The preferences inferred from events: items by weight, highest first.</summary>
    [Id(3)]
    public required ImmutableArray<ItemPreference> Items { get; init; }

    /// <summary>The latest events, newest first.</summary>
    [Id(4)]
    public required ImmutableArray<UserEvent> RecentEvents { get; init; }

    /// <summary>The user that this user was merged into; null for none.</summary>
    [Id(5)]
    public string? MergedInto { get; init; }
}

/// <summary>A user's preference for an item at the time of the call. Immutable.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Weight">
/// The sum of the weights of the user's events on the item, halved for every half-life that has passed.
/// </param>
/// <param name="LastEventAt">The time of the last event on the item, UTC.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ItemPreference")]
public readonly record struct ItemPreference(
    [property: Id(0)] ItemId ItemId, [property: Id(1)] double Weight, [property: Id(2)] DateTimeOffset LastEventAt);
