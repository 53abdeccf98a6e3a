using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Profiles;

/// <summary>A short form of a profile, read from memory without I/O. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ProfileSummary")]
public sealed record ProfileSummary
{
    /// <summary>The profile's version: the sequence number of its last log entry; 0 for an unknown user.</summary>
    [Id(0)]
    public required long Version { get; init; }

    /// <summary>The number of events in the profile.</summary>
    [Id(1)]
    public required long EventCount { get; init; }

    /// <summary>The inferred categories with a positive weight, highest first; at most 20.</summary>
    [Id(2)]
    public required ImmutableArray<CategoryWeight> Categories { get; init; }

    /// <summary>The latest events that count for lists, newest first; at most 20.</summary>
    [Id(3)]
    public required ImmutableArray<RecentEvent> Recent { get; init; }

    /// <summary>Whether the user opted out of personalization.</summary>
    [Id(4)]
    public bool OptOut { get; init; }
}

/// <summary>A category that the user's events are about. Immutable.</summary>
/// <param name="Name">The leading category of the items.</param>
/// <param name="Weight">The share of the user's positive weight, above 0, at most 1.</param>
[GenerateSerializer, Immutable, Alias("Personalization.CategoryWeight")]
public readonly record struct CategoryWeight([property: Id(0)] string Name, [property: Id(1)] double Weight);

/// <summary>A recent event of a user. Immutable.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Type">The event type.</param>
/// <param name="At">The time of the event, UTC.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RecentEvent")]
public readonly record struct RecentEvent(
    [property: Id(0)] ItemId ItemId, [property: Id(1)] string Type, [property: Id(2)] DateTimeOffset At);
