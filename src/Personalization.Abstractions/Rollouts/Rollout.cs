using System.Collections.Immutable;

namespace Personalization.Abstractions.Rollouts;

/// <summary>
/// The rollout of a model version: its stage, its reports and its audit log. Immutable; also the stored form.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.Rollout")]
public sealed record Rollout
{
    /// <summary>The model version.</summary>
    [Id(0)]
    public required string Version { get; init; }

    /// <summary>
    /// The live version at the start of the rollout. It serves the users who do not get the new version.
    /// </summary>
    [Id(1)]
    public required string Base { get; init; }

    /// <summary>The present stage.</summary>
    [Id(2)]
    public RolloutStage Stage { get; init; }

    /// <summary>The start of the rollout, UTC.</summary>
    [Id(3)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The start of the present stage or canary step, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset StageSince { get; init; }

    /// <summary>The share of users who get the version now, 0 to 1.</summary>
    [Id(5)]
    public double Share { get; init; }

    /// <summary>The largest share of users who ever got the version, 0 to 1.</summary>
    [Id(6)]
    public double MostShare { get; init; }

    /// <summary>The report of the gate; null before it.</summary>
    [Id(7)]
    public GateReport? Gate { get; init; }

    /// <summary>The report of the shadow stage; null before there is one.</summary>
    [Id(8)]
    public ShadowReport? Shadow { get; init; }

    /// <summary>The report of the canary; null before there is one.</summary>
    [Id(9)]
    public CanaryReport? Canary { get; init; }

    /// <summary>All decisions, oldest first.</summary>
    [Id(10)]
    public required ImmutableArray<RolloutEntry> Audit { get; init; }

    /// <summary>The number of users who had the version at the start of the present step.</summary>
    [Id(11)]
    public long UsersBefore { get; init; }

    /// <summary>The number of this rollout among the version's rollouts, from 1.</summary>
    [Id(12)]
    public int Attempt { get; init; } = 1;

    /// <summary>Gets whether the rollout is active.</summary>
    public bool IsActive => Stage is RolloutStage.Gate or RolloutStage.Shadow or RolloutStage.Canary;

    /// <summary>Gets the name of the canary's experiment.</summary>
    public string Experiment => Attempt > 1 ? $"rollout-{Version}-{Attempt}" : $"rollout-{Version}";
}

/// <summary>The stage of a rollout. The first three are active, the others are final.</summary>
[GenerateSerializer, Alias("Personalization.RolloutStage")]
public enum RolloutStage
{
    /// <summary>The version is compared with the live version on existing data.</summary>
    Gate = 0,

    /// <summary>A part of the lists is also ranked by the version; users do not see the result.</summary>
    Shadow = 1,

    /// <summary>
    /// A growing share of users gets the version's lists. An equal share with the live version is measured beside it.
    /// </summary>
    Canary = 2,

    /// <summary>The version passed all stages and serves all users.</summary>
    Live = 3,

    /// <summary>Users had the version, and it was withdrawn from all of them.</summary>
    RolledBack = 4,

    /// <summary>The version did not pass the gate or the shadow stage; no user had it.</summary>
    Refused = 5,

    /// <summary>
    /// A person ended the rollout, or another version went live. There is no conclusion about the version.
    /// </summary>
    Stopped = 6,
}

/// <summary>An entry of a rollout's audit log. Immutable.</summary>
/// <param name="At">The time, UTC.</param>
/// <param name="Who">The name of the API key whose owner made the decision, or <c>engine</c>.</param>
/// <param name="What">
/// The decision: <c>started</c>, <c>shadow</c>, <c>canary 0.05</c>, <c>live</c>, <c>rolled back</c>, <c>refused</c>,
/// <c>stopped</c>.
/// </param>
/// <param name="Why">The reason, in one sentence.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RolloutEntry")]
public sealed record RolloutEntry(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Who,
    [property: Id(2)] string What,
    [property: Id(3)] string Why);
