using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>The usual volume at a time, and how counts scatter around it. Immutable.</summary>
/// <remarks>
/// The volume is a level, times the hour's share of the day, times the weekday's share of the week. Each factor is a
/// separate robust statistic (a multiplicative median fit after Tukey's median polish, 1977).
/// </remarks>
internal sealed class VolumeModel
{
    private const int HoursPerDay = 24;
    private const int DaysPerWeek = 7;
    private const int LevelDays = 7;
    private const double FewEvents = 50;
    private const double FullEnoughDay = 0.7 * 86_400;

    /// <summary>The smallest relative scatter of counts from hour to hour.</summary>
    private const double LeastScatter = 0.1;

    /// <summary>The time that deviations are assumed to last, hours. Counts within it are not independent.</summary>
    private const double MemoryHours = 0.25;

    private readonly double _level;
    private readonly double[] _day;
    private readonly double[] _week;
    private readonly double _visitDispersion;

    private VolumeModel(double level, double[] day, double[] week, double visitDispersion, double scatter)
    {
        _level = level;
        _day = day;
        _week = week;
        _visitDispersion = visitDispersion;
        Scatter = scatter;
    }

    /// <summary>The relative scatter of counts beyond chance.</summary>
    public double Scatter { get; }

    /// <summary>Fits the model to a history that is not empty.</summary>
    public static VolumeModel Fit(KeyHistory history)
    {
        List<DayTotal> days = DayTotal.Of(history);
        List<DayTotal> full = [.. days.Where(day => day.Seconds >= FullEnoughDay)];
        if (full.Count == 0)
        {
            double rate = 3_600 * days.Sum(day => (double)day.Count) / Math.Max(1, days.Sum(day => day.Seconds));
            return new VolumeModel(rate, Ones(HoursPerDay), Ones(DaysPerWeek), 2, LeastScatter);
        }

        double[] week = Week(full);
        double[] plain = [.. full.Select(day => day.PerHour / week[day.Weekday])];
        bool[] inliers = Robust.Inliers(plain, LeastScatter * Robust.Median(plain));
        HashSet<long> good = [.. full.Where((_, i) => inliers[i]).Select(day => day.Day)];
        double level = Robust.Median(plain.TakeLast(LevelDays));
        VolumeModel smooth = new(level, Day(history, full, good), week, 1, LeastScatter);
        return smooth.WithScatter(history, full, good);
    }

    /// <summary>Gets the usual number of events per hour at a time.</summary>
    /// <param name="hours">Hours since 1970, UTC, with their fraction.</param>
    public double PerHour(double hours)
    {
        double middle = hours - 0.5;
        long before = (long)Math.Floor(middle);
        double part = middle - before;
        return _level * ((At(before) * (1 - part)) + (At(before + 1) * part));
    }

    /// <summary>Gets the overdispersion of counts for a usual number of events per hour.</summary>
    public double Spread(double perHour) => _visitDispersion + (perHour * MemoryHours * Scatter * Scatter);

    private double At(long hour) => _day[hour % HoursPerDay] * _week[DayTotal.WeekdayOf(hour / HoursPerDay)];

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    /// <summary>Computes the shares of the weekdays: medians over the weeks, once every weekday is known.</summary>
    private static double[] Week(List<DayTotal> full)
    {
        ILookup<int, double> byWeekday = full.ToLookup(day => day.Weekday, day => day.PerHour);
        if (byWeekday.Count < DaysPerWeek)
        {
            return Ones(DaysPerWeek);
        }

        double[] medians = [.. Enumerable.Range(0, DaysPerWeek).Select(weekday => Robust.Median(byWeekday[weekday]))];
        double mean = medians.Average();
        return mean > 0 ? [.. medians.Select(median => Math.Max(0.02, median / mean))] : Ones(DaysPerWeek);
    }

    /// <summary>
    /// Computes the shares of the hours over the good days. An hour with few events borrows from its neighbors.
    /// </summary>
    private static double[] Day(KeyHistory history, List<DayTotal> full, HashSet<long> good)
    {
        Dictionary<long, double> levels = full.ToDictionary(day => day.Day, day => day.PerHour);
        double[] counted = new double[HoursPerDay];
        double[] even = new double[HoursPerDay];
        foreach ((long hour, HourCell cell) in history.Cells.Where(cell => good.Contains(cell.Key / HoursPerDay)))
        {
            counted[hour % HoursPerDay] += cell[DataQualityCounters.Received];
            even[hour % HoursPerDay] += levels[hour / HoursPerDay] * cell.Seconds / 3_600;
        }

        double[] shares = [.. counted.Select((count, hour) => even[hour] > 0 ? count / even[hour] : 1)];
        double[] leaning = [.. counted.Select(count => 0.25 * FewEvents / (FewEvents + count))];
        return [.. shares.Select((share, hour) => Math.Max(0.01,
            ((1 - (2 * leaning[hour])) * share) + (leaning[hour]
                * (shares[(hour + 1) % HoursPerDay] + shares[(hour + HoursPerDay - 1) % HoursPerDay]))))];
    }

    /// <summary>Measures the deviations of the history from the model.</summary>
    /// <remarks>
    /// It uses three samples: quiet hours, where chance dominates; busy hours, where common deviations dominate; and
    /// days. The first gives the dispersion of visits, and the excess of the others is scatter. A factor allows for the
    /// uncertainty of seven weekdays from few days.
    /// </remarks>
    private VolumeModel WithScatter(KeyHistory history, List<DayTotal> full, HashSet<long> good)
    {
        Dictionary<long, double> own = full.ToDictionary(
            day => day.Day, day => day.PerHour / (_level * _week[day.Weekday]));
        List<(double Usual, double Count)> hours =
        [
            .. history.Cells.Where(cell => good.Contains(cell.Key / HoursPerDay) && cell.Value.Seconds > 1_800)
                .Select(cell => (
                    Usual: PerHour(cell.Key + 0.5) * cell.Value.Seconds / 3_600 * own[cell.Key / HoursPerDay],
                    (double)cell.Value[DataQualityCounters.Received]))
                .Where(hour => hour.Usual > 0)
                .OrderBy(hour => hour.Usual),
        ];
        List<(double Usual, double Count)> busy = hours[(2 * hours.Count / 3)..];
        List<(double Usual, double Count)> days = [.. full.Where(day => good.Contains(day.Day)).Select(
            day => (_level * _week[day.Weekday] * day.Seconds / 3_600, (double)day.Count))];
        double visitDispersion = Math.Max(1, Dispersion(hours[..(hours.Count / 3)]));
        double byHour = Excess(busy, visitDispersion);
        double byDay = Excess(days, visitDispersion);
        double unsure = 1 + ((double)DaysPerWeek / days.Count);
        return new VolumeModel(
            _level,
            _day,
            _week,
            visitDispersion,
            Math.Sqrt(unsure * Math.Max(LeastScatter * LeastScatter, byHour + byDay)));
    }

    /// <summary>Computes the variance divided by the mean: 1 for independent events.</summary>
    private static double Dispersion(List<(double Usual, double Count)> counts) =>
        counts.Sum(count => (count.Count - count.Usual) * (count.Count - count.Usual)) / Math.Max(
            1e-9, counts.Sum(count => count.Usual));

    /// <summary>Computes the squared relative scatter beyond the dispersion of visits.</summary>
    private static double Excess(List<(double Usual, double Count)> counts, double visitDispersion) =>
        counts.Count == 0
        ? 0
        : Math.Max(0, Dispersion(counts) - visitDispersion) / Math.Max(1e-9, counts.Average(count => count.Usual));
}
