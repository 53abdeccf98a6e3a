namespace Personalization.Benchmarks.Serving;

/// <summary>Computes the ratios of the engine to its ceilings.</summary>
internal static class Ratios
{
    /// <summary>Gets the ratios and their targets.</summary>
    /// <param name="rates">The closed-loop figures, in the order of the targets.</param>
    /// <param name="raw">The raw store: few callers without and with the index, then many callers without and with
    /// it.</param>
    /// <param name="half">The figures at half load: lists, single events, batches.</param>
    public static Ratio[] Of(RateFigures[] rates, RawFigures[] raw, OpenLoopFigures[] half)
    {
        (RateFigures hello, RateFigures bareList, RateFigures bareAck) = (rates[0], rates[1], rates[2]);
        (RateFigures list, RateFigures single, RateFigures batch) = (rates[3], rates[4], rates[5]);
        return
        [
            AtLeast("list cached / bare grain with the same list", list.PerSecond / bareList.PerSecond, .9),
            AtMost("p99 of a cached list at half of the peak load, ms", half[0].P99Ms, 10),
            AtLeast("single event / bare grain's acknowledgement", single.PerSecond / bareAck.PerSecond, .8),
            AtLeast(
                "events in batches of 100 / raw SQLite, same concurrency, no index",
                batch.PerSecond / raw[2].PerSecond,
                .5),
            Plain(
                "events in batches of 100 / raw SQLite with the log's unique index",
                batch.PerSecond / raw[3].PerSecond),
            Plain("single events / raw SQLite, same concurrency, no index", single.PerSecond / raw[0].PerSecond),
            Plain("p99 of a single event at half of the peak load, ms", half[1].P99Ms),
            Plain("list cached / hello-world", list.PerSecond / hello.PerSecond),
            Plain("bare grain with the same list / hello-world", bareList.PerSecond / hello.PerSecond),
            Plain("single event / hello-world", single.PerSecond / hello.PerSecond),
        ];
    }

    private static Ratio AtLeast(string name, double value, double aim) =>
        new(name, value, FormattableString.Invariant($"at least {aim:0.00}"), value >= aim);

    private static Ratio AtMost(string name, double value, double aim) =>
        new(name, value, FormattableString.Invariant($"under {aim:0}"), value < aim);

    private static Ratio Plain(string name, double value) => new(name, value, string.Empty, null);
}
