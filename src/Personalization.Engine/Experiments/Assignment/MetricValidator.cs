using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>Validates the metrics of an experiment.</summary>
internal static class MetricValidator
{
    private const int MaxMetrics = 50;
    private const double MaxWindowDays = 90;

    /// <summary>Adds the errors of all metrics.</summary>
    public static void Check(ImmutableArray<MetricDefinition> metrics, ErrorList errors)
    {
        errors.Require(
            metrics.Any(metric => metric.Role == MetricRole.Primary), "metrics", "must have a primary metric");
        errors.Require(
            metrics.Length <= MaxMetrics,
            "metrics",
            $"must have at most {MaxMetrics} entries but had {metrics.Length}");
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < metrics.Length; i++)
        {
            ErrorList at = errors.At($".metrics[{i}]");
            MetricDefinition metric = metrics[i];
            at.Name("name", metric.Name);
            at.Require(
                metric.Name is null || names.Add(metric.Name),
                "name",
                "must differ from the names of the other metrics");
            at.Range("cap", metric.Cap, double.Epsilon, Moments.MaxValue);
            at.Range("margin", metric.Margin, 0, 0.99);
            at.Require(
                metric.Role == MetricRole.Guardrail || metric.Margin == 0, "margin", "must be 0 except for guardrails");
            at.Require(
                metric.Kind != MetricKind.Quantile || metric.Quantile is > 0 and < 1,
                "quantile",
                "must be above 0 and below 1");
            if (metric.Outcome is { } outcome)
            {
                CheckOutcome(outcome, metric.Kind, at.At(".outcome"));
            }
        }
    }

    private static void CheckOutcome(OutcomeDefinition outcome, MetricKind kind, ErrorList errors)
    {
        errors.Require(!outcome.EventTypes.IsDefaultOrEmpty, "eventTypes", "must have at least one event type");
        errors.Require(
            outcome.EventTypes.IsDefault || outcome.EventTypes.All(type => IdentifierRules.Problem(type) is null),
            "eventTypes",
            "must be printable text");
        errors.Range("window", outcome.Window.TotalDays, double.Epsilon, MaxWindowDays);
        errors.Range("defaultReward", outcome.DefaultReward, -Moments.MaxValue, Moments.MaxValue);
        errors.Require(
            kind != MetricKind.Proportion || outcome.Measure == OutcomeMeasure.Any,
            "measure",
            "must be any for a proportion");
    }
}
