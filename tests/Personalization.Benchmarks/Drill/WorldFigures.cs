using System.Globalization;

namespace Personalization.Benchmarks.Drill;

/// <summary>The figures of a world of the drill.</summary>
/// <param name="World">Its name.</param>
/// <param name="Visits">How many visits there were.</param>
/// <param name="Conversions">Purchases to be expected of the lists that were shown, before the dice that decide single
/// clicks and purchases.</param>
/// <param name="ConversionsInFaults">Those of them while the faults last.</param>
/// <param name="Purchases">Purchases as the dice fell.</param>
/// <param name="Reads">Lists asked for.</param>
/// <param name="Unanswered">Of those, how many never came, or not as a list.</param>
/// <param name="Late">How many came, but after the shop's deadline.</param>
/// <param name="WrongFresh">How many called themselves fresh and were made of a part of the catalogue or showed what
/// cannot be had.</param>
/// <param name="Writes">Requests with events.</param>
/// <param name="WritesLost">Of those, how many were not acknowledged.</param>
/// <param name="WriteProblems">When each of those was sent, and why it was not acknowledged.</param>
/// <param name="P50Ms">The median time of a read.</param>
/// <param name="P99Ms">Of 100 reads 99 were faster.</param>
/// <param name="Levels">Reads by level; <c>none</c> for no list.</param>
/// <param name="Alerts">Alerts in the order they fired.</param>
/// <param name="Series">The world in slices of time.</param>
/// <param name="Worth">The conversions of each visit: the same visits come in every world.</param>
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

    /// <summary>Adds up a world.</summary>
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
    /// The share of another world's conversions that this one has, and its standard error: of a ratio of sums over the
    /// same visits in both, which differ by what shoppers happened to do after other lists.
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
