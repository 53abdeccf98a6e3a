using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Personalization.Abstractions.Webhooks;

namespace Personalization.Grains.Webhooks;

/// <summary>Metrics of the webhooks that this silo delivers. Each webhook is delivered by one silo.</summary>
public sealed class WebhookMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Personalization.Webhooks";

    private readonly ConcurrentDictionary<string, WebhookState> _webhooks = new(StringComparer.Ordinal);
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _durations;

    /// <summary>Creates the instruments.</summary>
    public WebhookMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _attempts = meter.CreateCounter<long>(
            "personalization.webhook.attempts", "{attempt}", "Attempts to deliver an event by outcome.");
        _durations = meter.CreateHistogram<double>(
            "personalization.webhook.attempt.duration", "s", "Duration of an attempt to deliver an event.");
        _ = meter.CreateObservableGauge(
            "personalization.webhook.pending",
            () => _webhooks.Values.Sum(webhook => (long)webhook.Pending.Length),
            "{event}",
            "Events that wait for delivery.");
        _ = meter.CreateObservableGauge(
            "personalization.webhook.dropped",
            () => _webhooks.Values.Sum(webhook => webhook.Dropped),
            "{event}",
            "Events that the present webhooks have dropped: a full queue, or an event that was too old.");
        _ = meter.CreateObservableGauge(
            "personalization.webhook.disabled",
            () => _webhooks.Values.LongCount(webhook => webhook.DisabledAt is not null),
            "{webhook}",
            "Webhooks that are disabled after failures.");
    }

    /// <summary>Counts attempts.</summary>
    public void Count(IReadOnlyList<WebhookAttempt> attempts)
    {
        foreach (WebhookAttempt attempt in attempts)
        {
            KeyValuePair<string, object?> outcome = new("outcome", attempt.Error is null ? "delivered" : "failed");
            _attempts.Add(1, outcome);
            _durations.Record(attempt.Duration.TotalSeconds, outcome);
        }
    }

    /// <summary>Adds or updates a webhook of this silo.</summary>
    public void Show(string id, WebhookState state) => _webhooks[id] = state;

    /// <summary>Removes a webhook that this silo no longer delivers.</summary>
    public void Hide(string id) => _webhooks.TryRemove(id, out _);
}
