using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.EventLog;

namespace Personalization.Engine.DataQuality;

/// <summary>Says which events are not to be trained on: those that came in with a client key during a window that is marked and not released. Immutable.</summary>
public sealed class QuarantinedWindows
{
    private readonly ILookup<string, DataQualityWindow> _byKey;
    private readonly HashSet<string> _keys;

    /// <summary>Takes the windows that are held.</summary>
    public QuarantinedWindows(DataQualityView view)
    {
        _byKey = view.Windows.Where(window => window.ReleasedAt is null).ToLookup(window => window.Key, StringComparer.Ordinal);
        _keys = [.. view.Keys.Select(key => key.Key)];
    }

    /// <summary>How many windows are held.</summary>
    public int Count => _byKey.Sum(windows => windows.Count());

    /// <summary>Whether an event falls into one.</summary>
    public bool Holds(EventEntry entry)
    {
        string source = entry.Event.Source ?? DataQualityCounters.NoKey;
        DateTimeOffset at = entry.FirstReceivedAt ?? entry.ReceivedAt;
        return _byKey[_keys.Contains(source) ? source : DataQualityMonitor.Others].Any(window => at >= window.From && !(at >= window.To));
    }
}
