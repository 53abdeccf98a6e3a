using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>A stored snapshot of a user's experiments. Fields are only ever added.</summary>
/// <remarks>The snapshot saves reading the log, which remains the source of truth.</remarks>
public sealed class UserExperimentsSnapshot
{
    /// <summary>The user's arms.</summary>
    public ImmutableArray<EnteredArm> Arms { get; set; } = [];

    /// <summary>The ids of lists in experiments that events have named.</summary>
    public ImmutableArray<string> Lists { get; set; } = [];

    /// <summary>The events that may be outcomes, in log order.</summary>
    public ImmutableArray<UserEvent> Outcomes { get; set; } = [];

    /// <summary>The values already counted in the statistics.</summary>
    public ImmutableArray<CountedArm> Counted { get; set; } = [];
}

/// <summary>The values a user has contributed to an experiment's statistics. Immutable.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Arm">The arm in which the user is counted.</param>
/// <param name="Values">The user's value of each metric, by metric name.</param>
public sealed record CountedArm(string Experiment, string Arm, ImmutableSortedDictionary<string, MetricValue> Values);
