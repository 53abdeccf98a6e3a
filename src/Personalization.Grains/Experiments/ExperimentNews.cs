using System.Globalization;
using System.Text.Json.Nodes;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Webhooks;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains.Experiments;

/// <summary>Turns changes and results of experiments into events for webhooks.</summary>
internal static class ExperimentNews
{
    /// <summary>Creates the event of an experiment's last change; null when webhooks do not get it.</summary>
    public static WebhookEvent? Of(StoredExperiment experiment)
    {
        ExperimentChange last = experiment.Changes[^1];
        string? type = last.What switch
        {
            "started" => WebhookEventTypes.ExperimentStarted,
            "stopped" => WebhookEventTypes.ExperimentStopped,
            _ => null,
        };
        return type is null ? null : OperatorEvents.Create(
            type,
            string.Create(CultureInfo.InvariantCulture, $"{experiment.Name}-{experiment.Changes.Length}"),
            last.At,
            new JsonObject
            {
                ["experiment"] = experiment.Name,
                ["who"] = last.Note.By,
                ["reason"] = last.Note.Reason,
            });
    }

    /// <summary>Lists the conclusions of an experiment: decided primary metrics and breached guardrails.</summary>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="results">The present results.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The conclusions. None when the arms' shares of users are invalid.</returns>
    public static IEnumerable<WebhookEvent> Conclusions(
        string experiment, ExperimentResults results, DateTimeOffset now) =>
        results.SampleRatio.IsMismatch
            ? []
            : results.Metrics.Where(IsConclusion).Select(metric => Conclusion(experiment, metric, now));

    private static WebhookEvent Conclusion(string experiment, MetricResult metric, DateTimeOffset now) =>
        OperatorEvents.Create(
            metric.Verdict == Verdict.Breached
                ? WebhookEventTypes.ExperimentGuardrailBreached
                : WebhookEventTypes.ExperimentDecided,
            $"{experiment}-{metric.Metric}-{metric.Arm}-{metric.Verdict}",
            now,
            new JsonObject
            {
                ["experiment"] = experiment,
                ["metric"] = metric.Metric,
                ["arm"] = metric.Arm,
                ["verdict"] = metric.Verdict switch
                {
                    Verdict.Better => "better",
                    Verdict.Worse => "worse",
                    _ => "breached",
                },
                ["difference"] = Finite(metric.Difference),
                ["relative"] = Finite(metric.Relative),
            });

    private static bool IsConclusion(MetricResult metric) => metric.Verdict == Verdict.Breached
        || (metric.Role == MetricRole.Primary && metric.Verdict is Verdict.Better or Verdict.Worse);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
