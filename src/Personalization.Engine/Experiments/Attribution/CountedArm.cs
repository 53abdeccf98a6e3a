using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>What of a user is in an experiment's statistics.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Arm">The arm the user counts in.</param>
/// <param name="Values">What each metric counts, by its name.</param>
public sealed record CountedArm(string Experiment, string Arm, ImmutableSortedDictionary<string, MetricValue> Values);
