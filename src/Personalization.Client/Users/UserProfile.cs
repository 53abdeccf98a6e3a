using Personalization.Client.Events;

namespace Personalization.Client.Users;

/// <summary>The profile of a user.</summary>
public sealed record UserProfile
{
    /// <summary>The profile's version; it rises with every event.</summary>
    public long ProfileVersion { get; init; }

    /// <summary>The number of events in the profile.</summary>
    public long EventCount { get; init; }

    /// <summary>The preferences that the user stated.</summary>
    public UserPreferences Preferences { get; init => field = value ?? new(); } = new();

    /// <summary>The preferences inferred from events: items by weight, highest first.</summary>
    public IReadOnlyList<ItemPreference> Items { get; init => field = value ?? []; } = [];

    /// <summary>The latest events, newest first.</summary>
    public IReadOnlyList<InteractionEvent> RecentEvents { get; init => field = value ?? []; } = [];

    /// <summary>The user that this user was merged into; null for none.</summary>
    public string? MergedInto { get; init; }
}

/// <summary>A user's preference for an item.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Weight">The sum of the weights of the user's events on the item, less for older events.</param>
/// <param name="LastEventAt">The time of the last event on the item.</param>
public sealed record ItemPreference(string ItemId, double Weight, DateTimeOffset LastEventAt);

/// <summary>The stated preferences of a user. In a change, null keeps the present value.</summary>
public sealed record UserPreferences
{
    /// <summary>The categories that the user likes; at most 64.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Attributes of the user, for example <c>country</c>; at most 64.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>Whether the user opts out of personalization. Lists then contain popular items only.</summary>
    public bool? OptOut { get; init; }
}
