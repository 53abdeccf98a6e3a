using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>
/// The history of a client key by the hour, without breaks. Hours are counted from 1970, UTC. Not thread-safe.
/// </summary>
internal sealed class KeyHistory
{
    private readonly SortedDictionary<long, HourCell> _cells = [];

    /// <summary>The hours, oldest first.</summary>
    public IEnumerable<KeyValuePair<long, HourCell>> Cells => _cells;

    /// <summary>The monitored time of all hours.</summary>
    public TimeSpan MonitoredTime { get; private set; }

    /// <summary>Adds a window without a break.</summary>
    /// <param name="hour">The hour in which the window begins.</param>
    /// <param name="seconds">The length of the window, seconds.</param>
    /// <param name="counts">The counts. Reject reasons are not stored.</param>
    public void Add(long hour, int seconds, IEnumerable<KeyValuePair<string, int>> counts)
    {
        if (!_cells.TryGetValue(hour, out HourCell? cell))
        {
            _cells[hour] = cell = new HourCell();
        }

        cell.Add(
            seconds,
            counts.Where(count => !count.Key.StartsWith(DataQualityCounters.Reject, StringComparison.Ordinal)));
        MonitoredTime += TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Removes the hours before <paramref name="firstHour"/>.</summary>
    public void Trim(long firstHour)
    {
        while (_cells.Count > 0 && _cells.First() is var oldest && oldest.Key < firstHour)
        {
            _ = _cells.Remove(oldest.Key);
            MonitoredTime -= TimeSpan.FromSeconds(oldest.Value.Seconds);
        }
    }

    /// <summary>Removes all hours.</summary>
    public void Clear()
    {
        _cells.Clear();
        MonitoredTime = TimeSpan.Zero;
    }
}
