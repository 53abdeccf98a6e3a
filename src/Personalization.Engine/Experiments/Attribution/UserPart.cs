using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>
/// One user's part of an experiment's statistics, from the lists served in it and all the user did. When a later event changes it, the difference to
/// the part before is what the experiment's statistics gain.
/// </summary>
public static class UserPart
{
    /// <summary>The user's part; empty when no list counts as an exposure.</summary>
    /// <param name="definition">The experiment.</param>
    /// <param name="exposures">The lists the user was served in the experiment.</param>
    /// <param name="events">All the user did, also before: the covariate is the same measure over one window before the first list.</param>
    public static ArmStatistics Of(ExperimentDefinition definition, IReadOnlyList<Exposure> exposures, IReadOnlyCollection<UserEvent> events)
    {
        ImmutableSortedDictionary<string, MetricValue> values = Values(definition.Metrics, exposures, events, (metric, first) => OutcomeJoin.Before(first, events, metric.Outcome!));
        MetricDeltaSum sum = new(definition.Metrics, ExperimentStatistics.Empty);
        sum.Add(new MetricDelta
        {
            Experiment = definition.Name,
            Arm = string.Empty,
            Units = exposures.Count == 0 ? 0 : 1,
            Changes = [.. values.Select(value => new MetricChange(value.Key, null, value.Value))],
        });
        return sum.Statistics.Arm(string.Empty);
    }

    /// <summary>What each metric counts of a user, by the metric's name.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="exposures">The lists the user was served in the experiment.</param>
    /// <param name="events">What the user did since.</param>
    /// <param name="past">What a metric would have counted before a time, that of the first list that counts as shown.</param>
    /// <remarks>
    /// A metric is left out that the server measures itself, and one whose definition counts none of the lists as shown. The base of a ratio is the number of lists that
    /// count (clicks a list).
    /// </remarks>
    public static ImmutableSortedDictionary<string, MetricValue> Values(
        IReadOnlyList<MetricDefinition> metrics, IReadOnlyList<Exposure> exposures, IReadOnlyCollection<UserEvent> events, Func<MetricDefinition, DateTimeOffset, double> past)
    {
        ImmutableSortedDictionary<string, MetricValue>.Builder values = ImmutableSortedDictionary.CreateBuilder<string, MetricValue>(StringComparer.Ordinal);
        foreach (MetricDefinition metric in metrics)
        {
            if (metric.Outcome is { } outcome
                && OutcomeJoin.Join(exposures, events, outcome, DateTimeOffset.MaxValue).Where(joined => joined.IsActive).ToArray() is { Length: > 0 } shown)
            {
                values.Add(metric.Name, new MetricValue(
                    Capped(OutcomeJoin.Total(shown, outcome.Measure), metric),
                    metric.Kind == MetricKind.Ratio ? shown.Length : 1,
                    Capped(past(metric, shown.Min(joined => joined.Exposure.At)), metric)));
            }
        }

        return values.ToImmutable();
    }

    /// <summary>The moments of one user; none of a user who does not count.</summary>
    internal static Moments MomentsOf(MetricValue? value) => value is { } counted ? Moments.Of(counted.Outcome, counted.Base, counted.Past) : default;

    /// <summary>The histogram of one user; none of a user who does not count.</summary>
    internal static QuantileCounts CountsOf(MetricValue? value) => value is { } counted ? QuantileCounts.Of(Math.Max(0, counted.Outcome)) : QuantileCounts.Empty;

    private static double Capped(double value, MetricDefinition metric) => Math.Clamp(value, -metric.Cap, metric.Cap);
}
