using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>A client key's undisturbed past by the hour. Hours are counted from 1970, UTC. Not thread-safe.</summary>
internal sealed class KeyHistory
{
    private readonly SortedDictionary<long, HourCell> _cells = [];

    /// <summary>The hours, oldest first.</summary>
    public IEnumerable<KeyValuePair<long, HourCell>> Cells => _cells;

    /// <summary>How much was watched, all hours together.</summary>
    public TimeSpan Watched { get; private set; }

    /// <summary>Adds an undisturbed window.</summary>
    /// <param name="hour">The hour it begins in.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="counts">What was counted; reasons of rejections are not kept.</param>
    public void Add(long hour, int seconds, IEnumerable<KeyValuePair<string, int>> counts)
    {
        if (!_cells.TryGetValue(hour, out HourCell? cell))
        {
            _cells[hour] = cell = new HourCell();
        }

        cell.Add(seconds, counts.Where(count => !count.Key.StartsWith(DataQualityCounters.Reject, StringComparison.Ordinal)));
        Watched += TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Forgets the hours before one.</summary>
    public void Trim(long firstHour)
    {
        while (_cells.Count > 0 && _cells.First() is var oldest && oldest.Key < firstHour)
        {
            _ = _cells.Remove(oldest.Key);
            Watched -= TimeSpan.FromSeconds(oldest.Value.Seconds);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _cells.Clear();
        Watched = TimeSpan.Zero;
    }
}
