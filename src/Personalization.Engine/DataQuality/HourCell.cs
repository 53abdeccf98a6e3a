namespace Personalization.Engine.DataQuality;

/// <summary>The counts of one hour of a client key's history.</summary>
internal sealed class HourCell
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The monitored time without a break in the hour, seconds.</summary>
    public int Seconds { get; private set; }

    /// <summary>The counters that are not 0.</summary>
    public IEnumerable<KeyValuePair<string, int>> Counts => _counts;

    /// <summary>Gets the value of a counter; 0 when nothing was counted.</summary>
    public int this[string counter] => _counts.GetValueOrDefault(counter);

    /// <summary>Adds a window without a break.</summary>
    public void Add(int seconds, IEnumerable<KeyValuePair<string, int>> counts)
    {
        Seconds += seconds;
        foreach ((string counter, int count) in counts)
        {
            _counts[counter] = _counts.GetValueOrDefault(counter) + count;
        }
    }
}
