using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Profiles;

/// <summary>A profile as shown to the user or an operator. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.UserView")]
public sealed record UserView
{
    /// <summary>The profile's version: the sequence number of its last log entry.</summary>
    [Id(0)]
    public required long ProfileVersion { get; init; }

    /// <summary>How many events the profile has taken in, all told.</summary>
    [Id(1)]
    public required long EventCount { get; init; }

    /// <summary>What the user said.</summary>
    [Id(2)]
    public required StatedPreferences Preferences { get; init; }

    /// <summary>What follows from what the user did: items by weight, highest first.</summary>
    [Id(3)]
    public required ImmutableArray<ItemPreference> Items { get; init; }

    /// <summary>The latest events, newest first.</summary>
    [Id(4)]
    public required ImmutableArray<UserEvent> RecentEvents { get; init; }

    /// <summary>The user this one was merged into; null when it stands for itself.</summary>
    [Id(5)]
    public string? MergedInto { get; init; }
}
