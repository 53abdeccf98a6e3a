using System.Collections.Immutable;
using Personalization.Abstractions.Models;

namespace Personalization.Abstractions.Rollouts;

/// <summary>What speaks for and against a version before anybody meets it. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.GateReport")]
public sealed record GateReport
{
    /// <summary>When it was made, UTC.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The version and the live one on the same held-out cases; null when that was not compared.</summary>
    [Id(1)]
    public LiveComparison? Offline { get; init; }

    /// <summary>What the comparison says, or why there is none.</summary>
    [Id(2)]
    public required string OfflineNote { get; init; }

    /// <summary>How long both take to rank the same lists.</summary>
    [Id(3)]
    public required LatencyReport Latency { get; init; }

    /// <summary>What the logged propensities say, or <c>not available</c> and why.</summary>
    [Id(4)]
    public required string OffPolicy { get; init; }

    /// <summary>Why the version is refused; empty when it passed.</summary>
    [Id(5)]
    public required ImmutableArray<string> Problems { get; init; }
}
