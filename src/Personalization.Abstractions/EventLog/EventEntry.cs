using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.EventLog;

/// <summary>The user did something.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.EventEntry")]
public sealed record EventEntry : LogEntry
{
    /// <summary>What was done.</summary>
    [Id(0)]
    public required UserEvent Event { get; init; }

    /// <summary>When the engine first took it in, UTC, of an event that was copied from a user merged into this one; null for any other.</summary>
    [Id(1)]
    public DateTimeOffset? FirstReceivedAt { get; init; }
}
