using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Personalization.Abstractions.DataQuality;

/// <summary>Counts events in one process, by client key and counter, until the next report. Safe for any number of threads; counting allocates nothing.</summary>
public sealed class DataQualityTallies
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Tally>> _keys = new(StringComparer.Ordinal);

    /// <summary>Counts.</summary>
    /// <param name="key">The client key's name; null for a request without one.</param>
    /// <param name="counter">See <see cref="DataQualityCounters"/>.</param>
    /// <param name="count">How many.</param>
    public void Add(string? key, string counter, int count)
    {
        if (count != 0)
        {
            _keys.GetOrAdd(key ?? DataQualityCounters.NoKey, static _ => new(StringComparer.Ordinal)).GetOrAdd(counter, static _ => new()).Add(count);
        }
    }

    /// <summary>Takes everything counted since the last call.</summary>
    public ImmutableArray<KeyCounts> Drain()
    {
        ImmutableArray<KeyCounts>.Builder taken = ImmutableArray.CreateBuilder<KeyCounts>();
        foreach ((string key, ConcurrentDictionary<string, Tally> tallies) in _keys)
        {
            ImmutableDictionary<string, int> counts = tallies.Select(tally => KeyValuePair.Create(tally.Key, tally.Value.Take()))
                .Where(count => count.Value != 0).ToImmutableDictionary(StringComparer.Ordinal);
            if (!counts.IsEmpty)
            {
                taken.Add(new KeyCounts(key, counts));
            }
        }

        return taken.ToImmutable();
    }

    private sealed class Tally
    {
        private int _count;

        public void Add(int count) => Interlocked.Add(ref _count, count);

        public int Take() => Interlocked.Exchange(ref _count, 0);
    }
}
