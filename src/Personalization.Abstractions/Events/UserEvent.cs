using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Events;

/// <summary>Something a user did, as a client reported it and <see cref="EventValidator"/> found it valid. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.UserEvent")]
public sealed record UserEvent
{
    /// <summary>The client's own id of this event: sending the same id again for the same user changes nothing. 1 to 128 printable characters.</summary>
    [Id(0)]
    public required string EventId { get; init; }

    /// <summary>Who did it.</summary>
    [Id(1)]
    public required UserId UserId { get; init; }

    /// <summary>What was done: a name of the installation's <see cref="EventVocabulary"/>.</summary>
    [Id(2)]
    public required string Type { get; init; }

    /// <summary>The item it was done to. The item need not be in the catalogue yet.</summary>
    [Id(3)]
    public required ItemId ItemId { get; init; }

    /// <summary>When it was done, by the client's clock, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>A magnitude the client attaches (price paid, seconds watched); null when there is none. Finite, 0 to 1e12.</summary>
    [Id(5)]
    public double? Value { get; init; }

    /// <summary>Where on the client's pages it happened; null when not known.</summary>
    [Id(6)]
    public string? Placement { get; init; }

    /// <summary>The list it came from, as <c>recommendationId</c> of that response; null when it did not come from a list.</summary>
    [Id(7)]
    public string? RecommendationId { get; init; }

    /// <summary>Further facts, at most 32 names of 64 characters with values of 1,024; empty when there are none.</summary>
    [Id(8)]
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The name of the API key it came in with, which the engine adds; null without one, and in events of before the engine did.</summary>
    [Id(9)]
    public string? Source { get; init; }
}
