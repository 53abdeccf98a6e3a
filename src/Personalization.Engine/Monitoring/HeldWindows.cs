using Personalization.Abstractions.Monitoring;
using Personalization.Abstractions.Storage;

namespace Personalization.Engine.Monitoring;

/// <summary>Says which events are not to be trained on: those that came in with a client key during a window that is marked and not released. Immutable.</summary>
public sealed class HeldWindows
{
    private readonly ILookup<string, WatchWindow> _byKey;
    private readonly HashSet<string> _keys;

    /// <summary>Takes the windows that are held.</summary>
    public HeldWindows(WatchView view)
    {
        _byKey = view.Windows.Where(window => window.ReleasedAt is null).ToLookup(window => window.Key, StringComparer.Ordinal);
        _keys = [.. view.Keys.Select(key => key.Key)];
    }

    /// <summary>How many windows are held.</summary>
    public int Count => _byKey.Sum(windows => windows.Count());

    /// <summary>Whether an event falls into one.</summary>
    public bool Holds(EventEntry entry)
    {
        string source = entry.Event.Source ?? WatchCounters.NoKey;
        DateTimeOffset at = entry.FirstReceivedAt ?? entry.ReceivedAt;
        return _byKey[_keys.Contains(source) ? source : BehaviourWatch.Others].Any(window => at >= window.From && !(at >= window.To));
    }
}
