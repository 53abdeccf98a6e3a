using System.Collections.Immutable;
using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>
/// Monitors the events of all client keys: sums the reports of the processes, judges each window when it has ended, and
/// keeps the list of marked windows.
/// </summary>
/// <remarks>The caller supplies the time. Not thread-safe.</remarks>
public sealed class DataQualityMonitor
{
    /// <summary>The name that counts all keys beyond the limit.</summary>
    public const string Others = "(others)";

    private const int ReleasedWindows = 100;

    private readonly DataQualityOptions _options;
    private readonly SortedDictionary<string, KeyMonitor> _keys = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Dictionary<string, Dictionary<string, int>>> _counting = [];
    private readonly HashSet<long> _seen = [];
    private ImmutableArray<DataQualityWindow> _windows;
    private long _lastId;
    private DateTimeOffset _now;

    /// <summary>Creates a monitor from a stored state; an empty state starts without history.</summary>
    public DataQualityMonitor(DataQualityOptions options, DataQualityMonitorState state)
    {
        _options = options;
        _windows = state.Windows;
        _lastId = state.LastId;
        foreach (KeyMonitorState key in state.Keys)
        {
            _keys[key.Key] = KeyMonitor.Restore(
                key, options, _windows.FirstOrDefault(window => window.Key == key.Key && window.IsOpen()));
        }
    }

    /// <summary>True if there is an ongoing break without a release.</summary>
    public bool HoldsTraining => _windows.Any(window => window.IsOpen());

    /// <summary>The ongoing breaks, each key and kind once.</summary>
    public IReadOnlyList<(string Key, BreakKind Kind)> OpenBreaks =>
    [
        .. _windows
            .Where(window => window.IsOpen())
            .SelectMany(window => window.Breaks
                .Where(found => found.EndedAt is null)
                .Select(found => (window.Key, found.Kind)))
            .Distinct(),
    ];

    /// <summary>Adds a report to the window of its arrival.</summary>
    public void Take(DataQualityReport report, DateTimeOffset now)
    {
        long window = WindowAt(now);
        if (report.TakesEvents)
        {
            _ = _seen.Add(window);
        }

        if (!_counting.TryGetValue(window, out Dictionary<string, Dictionary<string, int>>? keys))
        {
            _counting[window] = keys = new(StringComparer.Ordinal);
        }

        foreach (KeyCounts counted in report.Keys)
        {
            string key = KnownOrOther(counted.Key);
            if (!keys.TryGetValue(key, out Dictionary<string, int>? counts))
            {
                keys[key] = counts = new(StringComparer.Ordinal);
            }

            foreach ((string counter, int count) in counted.Counts)
            {
                counts[counter] = counts.GetValueOrDefault(counter) + count;
            }
        }
    }

    /// <summary>Judges every window that has ended.</summary>
    /// <returns>The marked windows that are new, changed or ended.</returns>
    public IReadOnlyList<DataQualityWindow> Advance(DateTimeOffset now)
    {
        _now = now;
        List<DataQualityWindow> changed = [];
        long present = WindowAt(now);
        while (_counting.Count > 0 && _counting.First() is var oldest && oldest.Key < present)
        {
            _ = _counting.Remove(oldest.Key);

            // a window is complete only if the window before it was monitored too
            if (_seen.Contains(oldest.Key) && _seen.Contains(oldest.Key - 1))
            {
                changed.AddRange(
                    _keys.Values.Select(key => Judge(key, oldest.Key, oldest.Value)).OfType<DataQualityWindow>());
            }
        }

        _ = _seen.RemoveWhere(window => window < present - 1);
        return changed;
    }

    /// <summary>
    /// Allows training on the events of a window. Releasing an ongoing break resets the baseline of the key.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such window.</exception>
    public DataQualityWindow Release(long id, DateTimeOffset now)
    {
        DataQualityWindow window = _windows.FirstOrDefault(known => known.Id == id)
            ?? throw new KeyNotFoundException($"Data quality window {id} does not exist.");
        if (window.IsOpen())
        {
            _keys.GetValueOrDefault(window.Key)?.Reset();
        }

        DataQualityWindow released = window with { To = window.To ?? now, ReleasedAt = window.ReleasedAt ?? now };
        Put(released);
        return released;
    }

    /// <summary>Gets the marked windows and the monitored keys.</summary>
    public DataQualityView View() => new(
        HoldsTraining,
        _windows,
        [.. _keys.Values.Select(key => new MonitoredKey(
            key.Key,
            Math.Round(key.History.MonitoredTime.TotalHours, 2),
            key.JudgesShares,
            key.JudgesVolume,
            key.UsualPerHour(_now)))]);

    /// <summary>Gets the state to store.</summary>
    public DataQualityMonitorState Save() =>
        new() { LastId = _lastId, Keys = [.. _keys.Values.Select(key => key.Save())], Windows = _windows };

    private DataQualityWindow? Judge(KeyMonitor key, long window, Dictionary<string, Dictionary<string, int>> counts)
    {
        DataQualityWindow? changed = key.Judge(window, counts.GetValueOrDefault(key.Key) ?? [], () => ++_lastId);
        if (changed is not null)
        {
            Put(changed);
        }

        return changed;
    }

    private void Put(DataQualityWindow changed)
    {
        DataQualityWindow? known = _windows.FirstOrDefault(window => window.Id == changed.Id);
        _windows = known is null ? _windows.Insert(0, changed) : _windows.Replace(known, changed);
        foreach (DataQualityWindow old in _windows.Where(window => window.ReleasedAt is not null)
            .Skip(ReleasedWindows)
            .ToList())
        {
            _windows = _windows.Remove(old);
        }
    }

    private string KnownOrOther(string key)
    {
        string name = _keys.ContainsKey(key) || _keys.Count < _options.Keys ? key : Others;
        if (!_keys.ContainsKey(name))
        {
            _keys[name] = new KeyMonitor(name, _options, new KeyHistory());
        }

        return name;
    }

    private long WindowAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / _options.WindowSeconds;
}
