using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>A day of a history.</summary>
/// <param name="Day">Counted from 1970, UTC.</param>
/// <param name="Seconds">So much of it was watched.</param>
/// <param name="Count">So many events came in.</param>
internal readonly record struct DayTotal(long Day, int Seconds, long Count)
{
    /// <summary>1970 began on a Thursday.</summary>
    private const int FirstWeekday = 4;

    /// <summary>0 for Sunday to 6.</summary>
    public int Weekday => WeekdayOf(Day);

    /// <summary>Events an hour.</summary>
    public double PerHour => 3_600.0 * Count / Seconds;

    /// <summary>The weekday of a day counted from 1970, 0 for Sunday to 6.</summary>
    public static int WeekdayOf(long day) => (int)((day + FirstWeekday) % 7);

    /// <summary>The days of a history, oldest first.</summary>
    public static List<DayTotal> Of(KeyHistory history) =>
    [
        .. history.Cells.GroupBy(cell => cell.Key / 24)
            .Select(day => new DayTotal(day.Key, day.Sum(cell => cell.Value.Seconds), day.Sum(cell => (long)cell.Value[DataQualityCounters.Received])))
            .Where(day => day.Seconds > 0)
            .OrderBy(day => day.Day),
    ];
}
