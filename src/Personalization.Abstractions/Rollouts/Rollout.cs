using System.Collections.Immutable;

namespace Personalization.Abstractions.Rollouts;

/// <summary>The way of one model version to all users: where it stands, what was seen, and who decided what. Immutable; this is also what is stored.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.Rollout")]
public sealed record Rollout
{
    /// <summary>The model version.</summary>
    [Id(0)]
    public required string Version { get; init; }

    /// <summary>The version that was live when it began, and serves everybody who does not get the new one.</summary>
    [Id(1)]
    public required string Base { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public RolloutStage Stage { get; init; }

    /// <summary>When it began, UTC.</summary>
    [Id(3)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the present stage, or the present step of the canary, began, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset StageSince { get; init; }

    /// <summary>The share of all users who get the version now, 0 to 1.</summary>
    [Id(5)]
    public double Share { get; init; }

    /// <summary>The largest share that ever got it, 0 to 1.</summary>
    [Id(6)]
    public double MostShare { get; init; }

    /// <summary>What the gate found; null before it has.</summary>
    [Id(7)]
    public GateReport? Gate { get; init; }

    /// <summary>How the lists differ that were only ranked; null before there are any.</summary>
    [Id(8)]
    public ShadowReport? Shadow { get; init; }

    /// <summary>What the users who got the version did; null before any were looked at.</summary>
    [Id(9)]
    public CanaryReport? Canary { get; init; }

    /// <summary>Every decision, oldest first.</summary>
    [Id(10)]
    public required ImmutableArray<RolloutEntry> Audit { get; init; }

    /// <summary>Users who had got the version when the present step began.</summary>
    [Id(11)]
    public long UsersBefore { get; init; }

    /// <summary>Counts the rollouts of this version from 1.</summary>
    [Id(12)]
    public int Attempt { get; init; } = 1;

    /// <summary>Whether it goes on.</summary>
    public bool IsActive => Stage is RolloutStage.Gate or RolloutStage.Shadow or RolloutStage.Canary;

    /// <summary>The name of the experiment its canary is.</summary>
    public string Experiment => Attempt > 1 ? $"rollout-{Version}-{Attempt}" : $"rollout-{Version}";
}
