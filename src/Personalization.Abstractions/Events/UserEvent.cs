using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Events;

/// <summary>A user's event as reported by a client and validated by <see cref="EventValidator"/>. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.UserEvent")]
public sealed record UserEvent
{
    /// <summary>The client's id of the event, 1 to 128 printable characters.</summary>
    /// <remarks>Sending the same id again for the same user changes nothing.</remarks>
    [Id(0)]
    public required string EventId { get; init; }

    /// <summary>The user.</summary>
    [Id(1)]
    public required UserId UserId { get; init; }

    /// <summary>The event's type: a name of the installation's <see cref="EventVocabulary"/>.</summary>
    [Id(2)]
    public required string Type { get; init; }

    /// <summary>The item. The catalog need not have the item.</summary>
    [Id(3)]
    public required ItemId ItemId { get; init; }

    /// <summary>The time of the event by the client's clock, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>
    /// A magnitude that the client attaches (price paid, seconds watched), finite, 0 to 1e12; null for none.
    /// </summary>
    [Id(5)]
    public double? Value { get; init; }

    /// <summary>The placement on the client's pages; null when unknown.</summary>
    [Id(6)]
    public string? Placement { get; init; }

    /// <summary>The <c>recommendationId</c> of the list that led to the event; null when no list did.</summary>
    [Id(7)]
    public string? RecommendationId { get; init; }

    /// <summary>
    /// Further properties by name. At most 32 names of 64 characters; values of at most 1,024 characters.
    /// </summary>
    [Id(8)]
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// The name of the API key of the request, set by the engine. Null without a key, and in events from versions that
    /// did not record it.
    /// </summary>
    [Id(9)]
    public string? Source { get; init; }
}
