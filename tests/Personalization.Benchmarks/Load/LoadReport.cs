using System.Globalization;
using HdrHistogram;

namespace Personalization.Benchmarks.Load;

/// <summary>The report of a load.</summary>
/// <param name="Title">The load in one line.</param>
/// <param name="Machine">The machine that ran the load.</param>
/// <param name="StartedAt">The start of the load.</param>
/// <param name="Seconds">The time in which requests were due and counted, seconds.</param>
/// <param name="ElapsedSeconds">The total time with the warm-up and the last answers, seconds.</param>
/// <param name="Kinds">The figures by kind of request; kinds without requests are omitted.</param>
/// <param name="Events">The outcomes of the events.</param>
/// <param name="FailedTries">All failed tries, the most frequent first.</param>
/// <param name="Generator">The figures of the load generator itself.</param>
/// <param name="Series">The figures of each second.</param>
internal sealed record LoadReport(
    string Title,
    string Machine,
    DateTimeOffset StartedAt,
    double Seconds,
    double ElapsedSeconds,
    IReadOnlyList<KindFigures> Kinds,
    EventFigures Events,
    IReadOnlyList<FailedTries> FailedTries, GeneratorFigures Generator, IReadOnlyList<SecondFigures> Series)
{
    private const double LateMs = 5;
    private const double Saturated = .9;

    /// <summary>Gets the requests served per second.</summary>
    public double PerSecond => Kinds.Sum(kind => kind.PerSecond);

    /// <summary>Combines the observations of the workers.</summary>
    public static LoadReport Of(
        LoadOptions options, LoadTally tally, DateTimeOffset startedAt, TimeSpan elapsed, TimeSpan processor)
    {
        double seconds = Math.Min(
            options.Duration.TotalSeconds, Math.Max(.001, (elapsed - options.WarmUp).TotalSeconds));
        return new LoadReport(
            TitleOf(options),
            Personalization.Benchmarks.Reports.Machine.Describe(),
            startedAt,
            seconds,
            elapsed.TotalSeconds,
            [.. Enum.GetValues<OperationKind>()
                .Select(kind => KindOf(kind, tally.Kinds[(int)kind], seconds))
                .Where(kind => kind.Requests > 0)],
            new EventFigures(
                tally.Events[0],
                tally.Events[1],
                tally.Events[2],
                tally.Events[3],
                (tally.Events[0] + tally.Events[1]) / seconds),
            [.. tally.FailedTries.OrderByDescending(failure => failure.Value).Select(
                failure => new FailedTries(failure.Key.Address, failure.Key.Failure, failure.Value))],
            GeneratorOf(options, tally, elapsed, processor),
            [.. tally.Seconds.Select(SecondOf)]);
    }

    private static KindFigures KindOf(OperationKind kind, KindTally tally, double seconds) => new(
        kind,
        tally.Served + tally.Failed,
        tally.Served,
        tally.Failed,
        tally.ServedInTime / seconds,
        LatencyFigures.Of(tally.Latency),
        tally.Outcomes.OrderByDescending(outcome => outcome.Value).ToDictionary(), [.. CurveOf(tally.Latency)]);

    /// <summary>Gets ten points per nine of the percentile, up to the resolution of the recorded values.</summary>
    private static IEnumerable<CurvePoint> CurveOf(LongHistogram latency)
    {
        for (double nines = 0; latency.TotalCount * Math.Pow(10, -nines) >= 1; nines += .1)
        {
            double percent = 100 * (1 - Math.Pow(10, -nines));
            yield return new CurvePoint(percent, latency.GetValueAtPercentile(percent) / 1000.0);
        }
    }

    private static GeneratorFigures GeneratorOf(
        LoadOptions options, LoadTally tally, TimeSpan elapsed, TimeSpan processor)
    {
        LatencyFigures lag = LatencyFigures.Of(tally.OwnLag);
        LatencyFigures wait = LatencyFigures.Of(tally.ConnectionWait);
        double busy = processor / (elapsed * options.Workers);
        bool late = options.Rate is not null && lag.P99Ms > LateMs;
        bool limited = late || busy > Saturated;
        string left = options.Rate is null ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $"99 % of its requests with a free connection started within {lag.P99Ms:0.0} ms of their due time, and ");
        string figures = string.Create(CultureInfo.InvariantCulture, $"{left}it was busy for {busy:P0} of its time");
        string verdict = (late && busy <= Saturated, limited) switch
        {
            (true, _) => $"The generator was late but not busy: other processes used the processors. {figures}.",
            (_, true) => $"The generator was the bottleneck: {figures}.",
            _ => $"The generator was not the bottleneck: {figures}.",
        };
        string waits = wait.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $" {wait.Count:N0} requests waited for one of the "
                + $"{options.Connections} connections (p99 {wait.P99Ms:0} ms): more requests were under way than "
                + $"connections.")
            : string.Empty;
        return new GeneratorFigures(
            lag, wait, processor.TotalMicroseconds / Math.Max(1, tally.Tries), busy, limited, verdict + waits);
    }

    private static SecondFigures SecondOf(SecondTally second, int index) => new(
        index,
        second.Served[0],
        second.Served[1] + second.Served[2],
        second.Failed.Sum(),
        second.FailedTries,
        second.Acknowledged,
        Latency(second.Latency[0]),
        Latency(Both(second.Latency[1], second.Latency[2])));

    private static LatencyFigures? Latency(HistogramBase? histogram) =>
        histogram is null ? null : LatencyFigures.Of(histogram);

    private static IntHistogram? Both(IntHistogram? first, IntHistogram? second)
    {
        if (first is null || second is null)
        {
            return first ?? second;
        }

        IntHistogram both = new(LoadTally.LongestUs, 2);
        both.Add(first);
        both.Add(second);
        return both;
    }

    private static string TitleOf(LoadOptions options)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string rate = options.Rate is { } perSecond
            ? string.Create(invariant, $"{perSecond:N0} requests due per second")
            : "closed loop";
        string plural = options.Addresses.Count > 1 ? "es" : string.Empty;
        string batches = options.BatchShare > 0
            ? string.Create(invariant, $", {options.BatchShare:P0} of the writes are batches of {options.BatchSize}")
            : string.Empty;
        return string.Create(
            invariant,
            $"{rate}, {options.Duration.TotalSeconds:0.#} s, {options.Connections} connections to "
                + $"{options.Addresses.Count} address{plural}, {options.ReadShare:P0} reads{batches}, "
                + $"{options.Users:N0} users (Zipf {options.UserExponent}), {options.Items:N0} items "
                + $"(Zipf {options.ItemExponent}), seed {options.Seed}");
    }
}

/// <summary>
/// The outcomes of the events as the engine reports them, over all tries. A duplicate may come from an earlier try of
/// the same request.
/// </summary>
internal sealed record EventFigures(
    long Accepted, long Duplicates, long Rejected, long Unavailable, double AcknowledgedPerSecond);

/// <summary>A point of a percentile curve.</summary>
/// <param name="Percent">The percentile, below 100.</param>
/// <param name="Ms">The latency at that percentile, milliseconds.</param>
internal sealed record CurvePoint(double Percent, double Ms);

/// <summary>Failed tries of one kind, including those of requests that a later try served.</summary>
/// <param name="Address">The address of the server.</param>
/// <param name="Failure">The kind of failure.</param>
/// <param name="Count">The number of tries.</param>
internal sealed record FailedTries(string Address, string Failure, long Count);
