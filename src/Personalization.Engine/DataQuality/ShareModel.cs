namespace Personalization.Engine.DataQuality;

/// <summary>Which share of a client key's events is usual at a time of day, and how far it scatters. Immutable.</summary>
/// <param name="Usual">The share, 0.001 to 0.999.</param>
/// <param name="Likeness">How alike events of the same hour are in this, 0 (as dice) to 1 (all or none).</param>
internal readonly record struct ShareModel(double Usual, double Likeness)
{
    /// <summary>The day is cut into blocks of so many hours.</summary>
    public const int BlockHours = 4;

    private const double LeastShare = 0.001;
    private const double LeastLikeness = 0.001;

    /// <summary>A block of the day needs so many events to speak half for itself, half for the whole day.</summary>
    private const double BlockWeight = 500;

    /// <summary>Even in the quietest hour events come in visits.</summary>
    private const double LeastSpread = 2;

    /// <summary>Fits the model: the days' own shares, wild days left out, then this block of the day's.</summary>
    /// <param name="cells">The history: hour, hits, and of how many.</param>
    /// <param name="hour">The hour to judge, counted from 1970, UTC.</param>
    public static ShareModel Fit(IReadOnlyList<(long Hour, double Hits, double Of)> cells, long hour)
    {
        List<(long Day, double Hits, double Of)> days =
        [
            .. cells.GroupBy(cell => cell.Hour / 24).Select(day => (day.Key, Hits: day.Sum(cell => cell.Hits), Of: day.Sum(cell => cell.Of))).Where(day => day.Of > 0),
        ];
        double[] shares = [.. days.Select(day => day.Hits / day.Of)];
        bool[] tame = Robust.Tame(shares, 0.01);
        HashSet<long> good = [.. days.Where((_, i) => tame[i]).Select(day => day.Day)];
        double all = Clamp(days.Where(day => good.Contains(day.Day)).Sum(day => day.Hits), days.Where(day => good.Contains(day.Day)).Sum(day => day.Of));
        long block = hour % 24 / BlockHours;
        List<(long Hour, double Hits, double Of)> kept = [.. cells.Where(cell => good.Contains(cell.Hour / 24))];
        List<(long Hour, double Hits, double Of)> here = [.. kept.Where(cell => cell.Hour % 24 / BlockHours == block)];
        double usual = Clamp(here.Sum(cell => cell.Hits) + (BlockWeight * all), here.Sum(cell => cell.Of) + BlockWeight);
        return new ShareModel(usual, LikenessOf(kept, all));
    }

    /// <summary>The variance over that of dice when deviations last as long as <paramref name="events"/> events take.</summary>
    public double Spread(double events) => LeastSpread + (events * Likeness);

    /// <summary>The share under a break: the odds times a factor.</summary>
    public double Broken(double factor)
    {
        double odds = Usual / (1 - Usual) * factor;
        return odds / (1 + odds);
    }

    private static double Clamp(double hits, double of) => Math.Clamp(of > 0 ? hits / of : 0, LeastShare, 1 - LeastShare);

    private static double LikenessOf(List<(long Hour, double Hits, double Of)> cells, double usual)
    {
        double chance = usual * (1 - usual);
        List<(double Square, double Of)> told =
        [
            .. cells.Where(cell => cell.Of * chance >= 1).Select(cell => ((cell.Hits - (cell.Of * usual)) * (cell.Hits - (cell.Of * usual)) / (cell.Of * chance), cell.Of)),
        ];
        double size = Robust.Median(told.Select(hour => hour.Of));
        return told.Count < 8 || size <= 2 ? LeastLikeness : Math.Clamp((Robust.Spread(told.Select(hour => hour.Square)) - 1) / (size - 1), LeastLikeness, 1);
    }
}
