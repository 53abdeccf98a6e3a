using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Results;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>What an experiment is. Immutable; <see cref="ExperimentValidator"/> says everything wrong with one.</summary>
public sealed record ExperimentDefinition
{
    /// <summary>Its name, unique for ever: it also salts who gets which arm, so a name used again would repeat the old split.</summary>
    public required string Name { get; init; }

    /// <summary>The layer it shares users with: experiments of one layer never have a user in common. Null for a layer of its own.</summary>
    public string? Layer { get; init; }

    /// <summary>Which of the layer's users it may take.</summary>
    public ShareRange Slots { get; init; } = ShareRange.All;

    /// <summary>Whom it is for, and where.</summary>
    public Audience Audience { get; init; } = new();

    /// <summary>The arms, the control first.</summary>
    public ImmutableArray<ArmDefinition> Arms { get; init; } = [];

    /// <summary>How its share of the slots grows; empty for all of them from the start.</summary>
    public ImmutableArray<RampStep> Ramp { get; init; } = [];

    /// <summary>What is measured, and what may be concluded from it.</summary>
    public ImmutableArray<MetricDefinition> Metrics { get; init; } = [];

    /// <summary>The probability of any false conclusion on the primary metrics, over all looks.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>About how many users are expected by the decision: intervals are narrowest there and valid everywhere.</summary>
    public long PlannedUnits { get; init; } = 20_000;

    /// <summary>With fewer users in an arm nothing is concluded from averages: the central limit has not set in.</summary>
    public long MinUnits { get; init; } = 100;

    /// <summary>Where it is in its life.</summary>
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
