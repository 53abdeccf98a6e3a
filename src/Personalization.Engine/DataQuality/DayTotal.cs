using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>The total of one day of a history.</summary>
/// <param name="Day">The number of the day since 1970, UTC.</param>
/// <param name="Seconds">The monitored time of the day, seconds.</param>
/// <param name="Count">The number of events.</param>
internal readonly record struct DayTotal(long Day, int Seconds, long Count)
{
    /// <summary>1970 began on a Thursday.</summary>
    private const int FirstWeekday = 4;

    /// <summary>The weekday, 0 for Sunday to 6.</summary>
    public int Weekday => WeekdayOf(Day);

    /// <summary>The events per hour.</summary>
    public double PerHour => 3_600.0 * Count / Seconds;

    /// <summary>Gets the weekday of a day counted from 1970, 0 for Sunday to 6.</summary>
    public static int WeekdayOf(long day) => (int)((day + FirstWeekday) % 7);

    /// <summary>Gets the days of a history, oldest first.</summary>
    public static List<DayTotal> Of(KeyHistory history) =>
    [
        .. history.Cells.GroupBy(cell => cell.Key / 24)
            .Select(day => new DayTotal(
                day.Key,
                day.Sum(cell => cell.Value.Seconds),
                day.Sum(cell => (long)cell.Value[DataQualityCounters.Received])))
            .Where(day => day.Seconds > 0)
            .OrderBy(day => day.Day),
    ];
}
