using System.Diagnostics.Metrics;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Probing;

/// <summary>How the synthetic visitor has fared: counted, and the latest kept for readiness.</summary>
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
            "personalization.probe.runs", "{run}", "Rounds of the synthetic visitor by outcome.");
        _duration = meter.CreateHistogram<double>(
            "personalization.probe.duration", "s",
            "Time from the synthetic visitor's first list to the list that reflects its event.");
    }

    /// <summary>How the last round ended; null before the first.</summary>
    public ProbeOutcome? Last => _last?.Outcome;

    /// <summary>How many rounds in a row, up to the last, the engine was wrong.</summary>
    public int MissedInARow => _last?.Missed ?? 0;

    /// <summary>Takes note of a round. One caller at a time.</summary>
    public void Note(ProbeOutcome outcome, TimeSpan took)
    {
        _runs.Add(1, new KeyValuePair<string, object?>("outcome", Outcomes[(int)outcome]));
        if (outcome == ProbeOutcome.Seen)
        {
            _duration.Record(took.TotalSeconds);
        }

        _last = new Reading(outcome, outcome == ProbeOutcome.Missed ? MissedInARow + 1 : 0);
    }

    private sealed record Reading(ProbeOutcome Outcome, int Missed);
}
