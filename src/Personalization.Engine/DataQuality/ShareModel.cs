namespace Personalization.Engine.DataQuality;

/// <summary>The usual share of a counter at a time of day, and how it varies. Immutable.</summary>
/// <param name="Usual">The usual share, 0.001 to 0.999.</param>
/// <param name="Correlation">The correlation of events of the same hour, 0 (independent) to 1 (all or none).</param>
internal readonly record struct ShareModel(double Usual, double Correlation)
{
    /// <summary>The length of a block of the day, hours.</summary>
    public const int BlockHours = 4;

    private const double LeastShare = 0.001;
    private const double LeastCorrelation = 0.001;

    /// <summary>The number of events that gives a block of the day as much weight as the whole day.</summary>
    private const double BlockWeight = 500;

    /// <summary>The smallest overdispersion: even in the quietest hour events come in visits.</summary>
    private const double LeastSpread = 2;

    /// <summary>Fits the model: first the shares of the days without outliers, then the share of the block.</summary>
    /// <param name="cells">The history: the hour, the hits, and the number of events.</param>
    /// <param name="hour">The hour to judge, counted from 1970, UTC.</param>
    public static ShareModel Fit(IReadOnlyList<(long Hour, double Hits, double Of)> cells, long hour)
    {
        List<(long Day, double Hits, double Of)> days =
        [
            .. cells.GroupBy(cell => cell.Hour / 24)
                .Select(day => (day.Key, Hits: day.Sum(cell => cell.Hits), Of: day.Sum(cell => cell.Of)))
                .Where(day => day.Of > 0),
        ];
        double[] shares = [.. days.Select(day => day.Hits / day.Of)];
        bool[] inliers = Robust.Inliers(shares, 0.01);
        HashSet<long> good = [.. days.Where((_, i) => inliers[i]).Select(day => day.Day)];
        double all = Clamp(
            days.Where(day => good.Contains(day.Day)).Sum(day => day.Hits),
            days.Where(day => good.Contains(day.Day)).Sum(day => day.Of));
        long block = hour % 24 / BlockHours;
        List<(long Hour, double Hits, double Of)> goodCells = [.. cells.Where(cell => good.Contains(cell.Hour / 24))];
        List<(long Hour, double Hits, double Of)> here =
        [.. goodCells.Where(cell => cell.Hour % 24 / BlockHours == block)];
        double usual = Clamp(
            here.Sum(cell => cell.Hits) + (BlockWeight * all), here.Sum(cell => cell.Of) + BlockWeight);
        return new ShareModel(usual, CorrelationOf(goodCells, all));
    }

    /// <summary>
    /// Gets the overdispersion when deviations last as long as <paramref name="events"/> events take.
    /// </summary>
    public double Spread(double events) => LeastSpread + (events * Correlation);

    /// <summary>Gets the share under a break: the odds times a factor.</summary>
    public double Broken(double factor)
    {
        double odds = Usual / (1 - Usual) * factor;
        return odds / (1 + odds);
    }

    private static double Clamp(double hits, double of) =>
        Math.Clamp(of > 0 ? hits / of : 0, LeastShare, 1 - LeastShare);

    private static double CorrelationOf(List<(long Hour, double Hits, double Of)> cells, double usual)
    {
        double chance = usual * (1 - usual);
        List<(double Square, double Of)> informative =
        [
            .. cells.Where(cell => cell.Of * chance >= 1).Select(cell => (
                (cell.Hits - (cell.Of * usual)) * (cell.Hits - (cell.Of * usual)) / (cell.Of * chance), cell.Of)),
        ];
        double size = Robust.Median(informative.Select(hour => hour.Of));
        return informative.Count < 8 || size <= 2 ? LeastCorrelation : Math.Clamp(
            (Robust.Spread(informative.Select(hour => hour.Square)) - 1) / (size - 1), LeastCorrelation, 1);
    }
}
