namespace Personalization.Engine.DataQuality;

/// <summary>What is known of one hour of one client key's undisturbed past.</summary>
internal sealed class HourCell
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>So many seconds of the hour were watched and undisturbed.</summary>
    public int Seconds { get; private set; }

    /// <summary>The counters that are not 0.</summary>
    public IEnumerable<KeyValuePair<string, int>> Counts => _counts;

    /// <summary>A counter; 0 when nothing was counted.</summary>
    public int this[string counter] => _counts.GetValueOrDefault(counter);

    /// <summary>Adds an undisturbed window.</summary>
    public void Add(int seconds, IEnumerable<KeyValuePair<string, int>> counts)
    {
        Seconds += seconds;
        foreach ((string counter, int count) in counts)
        {
            _counts[counter] = _counts.GetValueOrDefault(counter) + count;
        }
    }
}
