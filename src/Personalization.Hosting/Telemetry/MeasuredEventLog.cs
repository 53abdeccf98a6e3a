using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Personalization.Abstractions.EventLog;

namespace Personalization.Hosting.Telemetry;

/// <summary>
/// An event log that measures its appends: the time until each is durable, how many wait, and how long the oldest of
/// them has waited.
/// </summary>
internal sealed class MeasuredEventLog : IEventLog
{
    /// <summary>The source of a span for each append.</summary>
    public const string Source = "Personalization.Store";

    private static readonly ActivitySource Spans = new(Source);

    private readonly IEventLog _log;
    private readonly TimeProvider _time;
    private readonly Histogram<double> _duration;

    private readonly WaitingSince _waiting = new();

    public MeasuredEventLog(IEventLog log, IMeterFactory meters, TimeProvider time)
    {
        _log = log;
        _time = time;
        Meter meter = meters.Create(EngineMetrics.MeterName);
        _duration = meter.CreateHistogram<double>(
            "personalization.log.append.duration", "s", "Time until an append is durable, by outcome.");
        _ = meter.CreateObservableUpDownCounter(
            "personalization.log.append.waiting", () => _waiting.Count, "{append}",
            "Appends that are not yet durable.");
        _ = meter.CreateObservableGauge(
            "personalization.log.append.lag", Lag, "s", "Waiting time of the oldest append that is not yet durable.");
    }

    /// <inheritdoc/>
    /// <remarks>Continues on the store's thread, so that no user's turn is disturbed.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        int place = _waiting.Begin(start);
        string outcome = "failed";
        using Activity? span = Spans.StartActivity("event log append", ActivityKind.Client);
        try
        {
            AppendResult result = await _log.AppendAsync(userKey, entries, cancellationToken).ConfigureAwait(false);
            outcome = result == AppendResult.Fenced ? "fenced" : "appended";
            return result;
        }
        finally
        {
            _waiting.End(place);
            _ = span?.SetTag("outcome", outcome).SetTag("entries", entries.Count);
            _duration.Record(
                _time.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken) =>
        _log.ReadUserAsync(userKey, afterSequence, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken) =>
        _log.FindEventsAsync(userKey, events, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken) =>
        _log.EraseAsync(userKey, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RemoveAsync(
        string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at, CancellationToken cancellationToken) =>
        _log.RemoveAsync(userKey, sequences, at, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ProbeAsync(CancellationToken cancellationToken) => _log.ProbeAsync(cancellationToken);

    private double Lag() => _waiting.Oldest() is { } since ? _time.GetElapsedTime(since).TotalSeconds : 0;
}
