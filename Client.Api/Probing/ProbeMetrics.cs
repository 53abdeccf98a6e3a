using System.Diagnostics.Metrics;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Probing;

/// <summary>Counts the probes of the synthetic visitor and keeps the last outcome for the health check.</summary>
internal sealed class ProbeMetrics
{
    private static readonly string[] Outcomes =
    [.. Enum.GetValues<ProbeOutcome>().Select(outcome => outcome.ToString().ToLowerInvariant())];

    private readonly Counter<long> _runs;
    private readonly Histogram<double> _duration;
    private volatile Reading? _last;

    public ProbeMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(ApiMetrics.MeterName);
        _runs = meter.CreateCounter<long>(
            "personalization.probe.runs", "{run}", "Probes of the synthetic visitor, by outcome.");
        _duration = meter.CreateHistogram<double>(
            "personalization.probe.duration", "s",
            "Time of a successful probe, from its first list to the list that reflects its event.");
    }

    /// <summary>The outcome of the last probe; null before the first.</summary>
    public ProbeOutcome? Last => _last?.Outcome;

    /// <summary>The number of missed probes in a row, up to the last probe.</summary>
    public int ConsecutiveMisses => _last?.Missed ?? 0;

    /// <summary>Records a probe. Not thread-safe.</summary>
    public void Record(ProbeOutcome outcome, TimeSpan took)
    {
        _runs.Add(1, new KeyValuePair<string, object?>("outcome", Outcomes[(int)outcome]));
        if (outcome == ProbeOutcome.Seen)
        {
            _duration.Record(took.TotalSeconds);
        }

        _last = new Reading(outcome, outcome == ProbeOutcome.Missed ? ConsecutiveMisses + 1 : 0);
    }

    private sealed record Reading(ProbeOutcome Outcome, int Missed);
}
