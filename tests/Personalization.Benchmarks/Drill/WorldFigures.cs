using System.Globalization;

namespace Personalization.Benchmarks.Drill;

/// <summary>The figures of one world of the drill.</summary>
/// <param name="World">The name of the world.</param>
/// <param name="Visits">The number of visits.</param>
/// <param name="Conversions">The expected purchases from the shown lists, without the noise of random clicks and
/// purchases.</param>
/// <param name="ConversionsInFaults">The expected purchases during the faults.</param>
/// <param name="Purchases">The simulated purchases.</param>
/// <param name="Reads">The number of requested lists.</param>
/// <param name="Unanswered">Reads without a list.</param>
/// <param name="Late">Reads with a list after the shop's deadline.</param>
/// <param name="WrongFresh">Lists with the level fresh that were computed with a partial catalog or showed an item that
/// cannot be bought.</param>
/// <param name="Writes">The number of requests with events.</param>
/// <param name="WritesLost">Requests with events that were not acknowledged.</param>
/// <param name="WriteProblems">The time and the failure of each lost request.</param>
/// <param name="P50Ms">The median latency of a read, milliseconds.</param>
/// <param name="P99Ms">The 99th percentile of the latency of a read, milliseconds.</param>
/// <param name="Levels">The number of reads by fallback level; <c>none</c> without a list.</param>
/// <param name="Alerts">The fired alerts in the order of time.</param>
/// <param name="Series">The figures by time slice.</param>
/// <param name="Worth">The expected purchases of each visit; all worlds have the same visits.</param>
internal sealed record WorldFigures(
    string World,
    int Visits,
    double Conversions,
    double ConversionsInFaults,
    int Purchases,
    int Reads,
    int Unanswered,
    int Late,
    int WrongFresh,
    int Writes,
    int WritesLost,
    IReadOnlyList<string> WriteProblems,
    double P50Ms,
    double P99Ms,
    SortedDictionary<string, int> Levels,
    IReadOnlyList<DrillAlert> Alerts,
    IReadOnlyList<DrillSlice> Series,
    IReadOnlyList<double> Worth)
{
    private const int SliceSeconds = 5;

    /// <summary>Computes the figures of a world.</summary>
    public static WorldFigures Of(
        DrillWorld world, DrillPlan plan, int visits, DrillTally tally, IReadOnlyList<DrillAlert> alerts)
    {
        ReadNote[] reads = [.. tally.Reads];
        return new WorldFigures(
            world.Name,
            visits,
            reads.Sum(read => read.Expected),
            reads.Where(read => read.At >= plan.FaultsFrom && read.At < plan.FaultsTo).Sum(read => read.Expected),
            tally.Purchases,
            reads.Length,
            reads.Count(read => read.FallbackLevel is null),
            reads.Count(IsLate),
            reads.Count(read => read.FallbackLevel == "fresh" && read.IsWrong),
            tally.Writes.Count,
            tally.Writes.Count(write => write.Problem is not null),
            [.. tally.Writes.Where(write => write.Problem is not null).Select(
                write => string.Create(CultureInfo.InvariantCulture, $"{write.At:0.0} s: {write.Problem}"))],
            Percentile(reads, 0.5),
            Percentile(reads, 0.99),
            new(reads.GroupBy(read => read.FallbackLevel ?? "none").ToDictionary(
                level => level.Key, level => level.Count(), StringComparer.Ordinal), StringComparer.Ordinal),
            alerts,
            [.. Enumerable.Range(
                0, (int)Math.Ceiling(plan.Seconds / SliceSeconds)).Select(slice => SliceOf(slice, reads))],
            WorthOf(reads, visits));
    }

    /// <summary>
    /// Gets the conversions as a share of another world's conversions, and the standard error. The error is that of a
    /// ratio of sums over the same visits.
    /// </summary>
    public (double Share, double Error) ShareOf(WorldFigures other)
    {
        double share = Conversions / other.Conversions;
        double squares = Worth.Zip(other.Worth, (mine, its) => (mine - (share * its)) * (mine - (share * its))).Sum();
        return (share, Math.Sqrt(squares) / other.Conversions);
    }

    private static double[] WorthOf(ReadNote[] reads, int visits)
    {
        double[] worth = new double[visits];
        foreach (ReadNote read in reads)
        {
            worth[read.Visit] += read.Expected;
        }

        return worth;
    }

    private static DrillSlice SliceOf(int slice, ReadNote[] reads)
    {
        double from = slice * SliceSeconds;
        ReadNote[] here = [.. reads.Where(read => read.At >= from && read.At < from + SliceSeconds)];
        double all = Math.Max(1, here.Length);
        return new DrillSlice(
            from + (SliceSeconds / 2.0),
            here.Sum(read => read.Expected) / SliceSeconds,
            Percentile(here, 0.5),
            Percentile(here, 0.99),
            here.Count(read => read.FallbackLevel is "fresh" or "cached") / all,
            here.Count(read => read.FallbackLevel is null || IsLate(read)) / all);
    }

    private static bool IsLate(ReadNote read) =>
        read.FallbackLevel is not null && read.Milliseconds > DrillPlan.DeadlineMs;

    private static double Percentile(ReadNote[] reads, double share)
    {
        double[] sorted = [.. reads.Select(read => read.Milliseconds).Order()];
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
