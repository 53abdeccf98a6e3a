using System.Collections.Immutable;

namespace Personalization.Abstractions.Models;

/// <summary>How a version ranked the hold-out: events later than everything it was trained on. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.OfflineReport")]
public sealed record OfflineReport
{
    /// <summary>How many held-out cases were ranked.</summary>
    [Id(0)]
    public required int Cases { get; init; }

    /// <summary>The length of the lists that were judged.</summary>
    [Id(1)]
    public required int ListLength { get; init; }

    /// <summary>The version itself, and its baselines, each under its name (<c>engine</c>, <c>popular</c>, <c>itemToItem</c>, and the single sources).</summary>
    [Id(2)]
    public required ImmutableDictionary<string, OfflineMetrics> Metrics { get; init; }

    /// <summary>Whether the version may go live by itself.</summary>
    [Id(3)]
    public required bool Passed { get; init; }

    /// <summary>Why it passed or not, in one sentence.</summary>
    [Id(4)]
    public required string Verdict { get; init; }

    /// <summary>The comparison with the version that was live at the training; null when there was none.</summary>
    [Id(5)]
    public LiveComparison? AgainstLive { get; init; }

    /// <summary>What logged propensities say of it; null when the hold-out has too few drawn slots.</summary>
    [Id(6)]
    public OffPolicySummary? OffPolicy { get; init; }
}
