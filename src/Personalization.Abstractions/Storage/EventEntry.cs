using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Storage;

/// <summary>The user did something.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.EventEntry")]
public sealed record EventEntry : LogEntry
{
    /// <summary>What was done.</summary>
    [Id(0)]
    public required UserEvent Event { get; init; }
}
