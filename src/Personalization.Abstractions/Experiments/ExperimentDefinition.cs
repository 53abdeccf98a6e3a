using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Personalization.Abstractions.Experiments;

/// <summary>The definition of an experiment: arms, audience, ramp and metrics. Immutable.</summary>
/// <remarks>The experiments grain validates a definition and reports every error.</remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentDefinition")]
public sealed record ExperimentDefinition
{
    /// <summary>The experiment's name. A name cannot be used again.</summary>
    /// <remarks>The name also salts the assignment of arms, so a reused name would repeat the old split.</remarks>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>
    /// The layer of the experiment; null for a separate layer. Experiments in the same layer have no users in common.
    /// </summary>
    [Id(1)]
    public string? Layer { get; init; }

    /// <summary>The range of the layer's users that the experiment may take.</summary>
    [Id(2)]
    public ShareRange Slots { get; init; } = ShareRange.All;

    /// <summary>The users and placements that the experiment applies to.</summary>
    [Id(3)]
    public Audience Audience { get; init; } = new();

    /// <summary>The arms, the control first.</summary>
    [Id(4), Required, MinLength(2)]
    public ImmutableArray<ArmDefinition> Arms { get; init; } = [];

    /// <summary>The growth of the experiment's share of its slots; empty to take all slots from the start.</summary>
    [Id(5)]
    public ImmutableArray<RampStep> Ramp { get; init; } = [];

    /// <summary>The metrics and their roles.</summary>
    [Id(6), Required, MinLength(1)]
    public ImmutableArray<MetricDefinition> Metrics { get; init; } = [];

    /// <summary>
    /// The probability of any false conclusion on the primary metrics over all interim results, 0.0001 to 0.5.
    /// </summary>
    [Id(7), Range(0.0001, 0.5)]
    public double Alpha { get; init; } = 0.05;

    /// <summary>
    /// The expected number of users at the decision. Intervals are narrowest there and valid everywhere.
    /// </summary>
    [Id(8)]
    public long PlannedUnits { get; init; } = 20_000;

    /// <summary>The minimum number of users per arm before means lead to a conclusion.</summary>
    /// <remarks>With fewer users the central limit theorem does not hold yet.</remarks>
    [Id(9)]
    public long MinUnits { get; init; } = 100;

    /// <summary>The status of the experiment. Ignored when an experiment is registered.</summary>
    [Id(10)]
    public ExperimentStatus Status { get; init; }

    /// <summary>Gets the share of the slots that the experiment takes at a time, 0 to 1.</summary>
    public double ShareAt(DateTimeOffset now)
    {
        double share = Ramp.IsEmpty ? 1 : 0;
        foreach (RampStep step in Ramp)
        {
            share = now >= step.From ? step.Share : share;
        }

        return share;
    }

    /// <summary>Gets each arm's planned share of the experiment's users, in the order of the arms.</summary>
    public ImmutableArray<double> ArmShares()
    {
        double all = Arms.Sum(arm => arm.Weight);
        return [.. Arms.Select(arm => arm.Weight / all)];
    }
}

/// <summary>A step of a ramp: the share of slots that the experiment takes from a time on. Immutable.</summary>
/// <param name="From">The start of the step, UTC.</param>
/// <param name="Share">The share, above 0, at most 1; not less than in the previous step.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RampStep")]
public sealed record RampStep([property: Id(0)] DateTimeOffset From, [property: Id(1)] double Share);

/// <summary>The status of an experiment.</summary>
[GenerateSerializer, Alias("Personalization.ExperimentStatus")]
public enum ExperimentStatus
{
    /// <summary>Being prepared; it has no users.</summary>
    Draft = 0,

    /// <summary>Running; users enter according to the ramp.</summary>
    Running = 1,

    /// <summary>Paused; no users enter, and its users stay.</summary>
    Paused = 2,

    /// <summary>Stopped; it has no users any more, and its results remain.</summary>
    Stopped = 3,
}
