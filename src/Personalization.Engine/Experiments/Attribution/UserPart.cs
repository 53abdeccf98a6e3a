using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>Computes one user's part of an experiment's statistics.</summary>
/// <remarks>When a later event changes the part, the difference is added to the experiment's statistics.</remarks>
public static class UserPart
{
    /// <summary>Gets the user's part; empty when no list counts as an exposure.</summary>
    /// <param name="definition">The experiment's definition.</param>
    /// <param name="exposures">The lists served to the user in the experiment.</param>
    /// <param name="events">
    /// All events of the user. Events before the first list give the covariate: the same measure over one earlier
    /// window.
    /// </param>
    public static ArmStatistics Of(
        ExperimentDefinition definition, IReadOnlyList<Exposure> exposures, IReadOnlyCollection<UserEvent> events)
    {
        ImmutableSortedDictionary<string, MetricValue> values = Values(
            definition.Metrics,
            exposures,
            events,
            (metric, first) => OutcomeJoin.Before(first, events, metric.Outcome!));
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

    /// <summary>Gets the user's value of each metric, by metric name.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="exposures">The lists served to the user in the experiment.</param>
    /// <param name="events">The user's events since the first list.</param>
    /// <param name="past">
    /// Gets the value of a metric before a time, which is that of the first list that counts as shown.
    /// </param>
    /// <remarks>
    /// Metrics that the server measures are left out, and metrics for which no list counts as shown. The base of a
    /// ratio is the number of lists that count (clicks per list).
    /// </remarks>
    public static ImmutableSortedDictionary<string, MetricValue> Values(
        IReadOnlyList<MetricDefinition> metrics,
        IReadOnlyList<Exposure> exposures,
        IReadOnlyCollection<UserEvent> events,
        Func<MetricDefinition, DateTimeOffset, double> past)
    {
        ImmutableSortedDictionary<string, MetricValue>.Builder values =
            ImmutableSortedDictionary.CreateBuilder<string, MetricValue>(StringComparer.Ordinal);
        foreach (MetricDefinition metric in metrics)
        {
            if (metric.Outcome is { } outcome
                && OutcomeJoin.Join(exposures, events, outcome, DateTimeOffset.MaxValue)
                    .Where(joined => joined.IsActive)
                    .ToArray() is { Length: > 0 } shown)
            {
                values.Add(metric.Name, new MetricValue(
                    Capped(OutcomeJoin.Total(shown, outcome.Measure), metric),
                    metric.Kind == MetricKind.Ratio ? shown.Length : 1,
                    Capped(past(metric, shown.Min(joined => joined.Exposure.At)), metric)));
            }
        }

        return values.ToImmutable();
    }

    /// <summary>Gets the moments of one user; empty for a user who is not counted.</summary>
    internal static Moments MomentsOf(MetricValue? value) =>
        value is { } counted ? Moments.Of(counted.Outcome, counted.Base, counted.Past) : default;

    /// <summary>Gets the histogram of one user; empty for a user who is not counted.</summary>
    internal static QuantileCounts CountsOf(MetricValue? value) =>
        value is { } counted ? QuantileCounts.Of(Math.Max(0, counted.Outcome)) : QuantileCounts.Empty;

    private static double Capped(double value, MetricDefinition metric) => Math.Clamp(value, -metric.Cap, metric.Cap);
}
