using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>
/// What an experiment is: arms, audience, ramp and metrics. Immutable. The experiments grain says everything wrong with
/// one.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentDefinition")]
public sealed record ExperimentDefinition
{
    /// <summary>Its name, unique for ever.</summary>
    /// <remarks>The name also salts the assignment of arms, so a name used again would repeat the old split.</remarks>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>
    /// The layer it shares users with; null for a layer of its own. Experiments of one layer have no user in common.
    /// </summary>
    [Id(1)]
    public string? Layer { get; init; }

    /// <summary>The layer's users it may take.</summary>
    [Id(2)]
    public ShareRange Slots { get; init; } = ShareRange.All;

    /// <summary>The users and placements it is for.</summary>
    [Id(3)]
    public Audience Audience { get; init; } = new();

    /// <summary>The arms, the control first.</summary>
    [Id(4)]
    public ImmutableArray<ArmDefinition> Arms { get; init; } = [];

    /// <summary>How its share of the slots grows; empty for all of them from the start.</summary>
    [Id(5)]
    public ImmutableArray<RampStep> Ramp { get; init; } = [];

    /// <summary>The metrics, and what each decides.</summary>
    [Id(6)]
    public ImmutableArray<MetricDefinition> Metrics { get; init; } = [];

    /// <summary>The probability of any false conclusion on the primary metrics, over all interim results.</summary>
    [Id(7)]
    public double Alpha { get; init; } = 0.05;

    /// <summary>
    /// The number of users expected by the decision: intervals are narrowest there and valid everywhere.
    /// </summary>
    [Id(8)]
    public long PlannedUnits { get; init; } = 20_000;

    /// <summary>The least number of users in an arm before averages lead to a conclusion.</summary>
    /// <remarks>With fewer users the central limit theorem does not hold yet.</remarks>
    [Id(9)]
    public long MinUnits { get; init; } = 100;

    /// <summary>Where it is in its life. Ignored when an experiment is registered.</summary>
    [Id(10)]
    public ExperimentStatus Status { get; init; }

    /// <summary>The share of the slots taken at a time.</summary>
    public double ShareAt(DateTimeOffset now)
    {
        double share = Ramp.IsEmpty ? 1 : 0;
        foreach (RampStep step in Ramp)
        {
            share = now >= step.From ? step.Share : share;
        }

        return share;
    }

    /// <summary>Each arm's planned share of the experiment's users, in order of the arms.</summary>
    public ImmutableArray<double> ArmShares()
    {
        double all = Arms.Sum(arm => arm.Weight);
        return [.. Arms.Select(arm => arm.Weight / all)];
    }
}
