using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.EventLog;

namespace Personalization.Engine.DataQuality;

/// <summary>
/// Finds the events that must not be used for training: the events of a client key in a marked window that is not
/// released. Immutable.
/// </summary>
public sealed class QuarantinedWindows
{
    private readonly ILookup<string, DataQualityWindow> _byKey;
    private readonly HashSet<string> _keys;

    /// <summary>Creates the index from the marked windows.</summary>
    public QuarantinedWindows(DataQualityView view)
    {
        _byKey = view.Windows.Where(
            window => window.ReleasedAt is null).ToLookup(window => window.Key, StringComparer.Ordinal);
        _keys = [.. view.Keys.Select(key => key.Key)];
    }

    /// <summary>The number of quarantined windows.</summary>
    public int Count => _byKey.Sum(windows => windows.Count());

    /// <summary>Gets whether an event is in a quarantined window.</summary>
    public bool Holds(EventEntry entry)
    {
        string source = entry.Event.Source ?? DataQualityCounters.NoKey;
        DateTimeOffset at = entry.FirstReceivedAt ?? entry.ReceivedAt;
        return _byKey[_keys.Contains(source) ? source : DataQualityMonitor.Others].Any(
            window => at >= window.From && !(at >= window.To));
    }
}
