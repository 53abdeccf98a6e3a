using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.EventLog;

/// <summary>Another user's history has been taken over whole, by the entries before this one.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.MergedEntry")]
public sealed record MergedEntry : LogEntry
{
    /// <summary>Who took over.</summary>
    [Id(0)]
    public required UserId UserId { get; init; }

    /// <summary>Whose history it was.</summary>
    [Id(1)]
    public required UserId Other { get; init; }
}
