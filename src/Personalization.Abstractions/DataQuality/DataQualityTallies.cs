using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Personalization.Abstractions.DataQuality;

/// <summary>Counts the events of one process by client key and counter until the next report.</summary>
/// <remarks>Thread-safe. Counting allocates nothing.</remarks>
public sealed class DataQualityTallies
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Tally>> _keys =
        new(StringComparer.Ordinal);

    /// <summary>Increases a counter.</summary>
    /// <param name="key">The client key's name; null for a request without a key.</param>
    /// <param name="counter">The counter's name, see <see cref="DataQualityCounters"/>.</param>
    /// <param name="count">The number of events to add.</param>
    public void Add(string? key, string counter, int count)
    {
        if (count != 0)
        {
            _keys.GetOrAdd(key ?? DataQualityCounters.NoKey, static _ => new(StringComparer.Ordinal))
                .GetOrAdd(counter, static _ => new())
                .Add(count);
        }
    }

    /// <summary>Returns the counts since the last call and resets them.</summary>
    public ImmutableArray<KeyCounts> Drain()
    {
        ImmutableArray<KeyCounts>.Builder taken = ImmutableArray.CreateBuilder<KeyCounts>();
        foreach ((string key, ConcurrentDictionary<string, Tally> tallies) in _keys)
        {
            ImmutableDictionary<string, int> counts =
                tallies.Select(tally => KeyValuePair.Create(tally.Key, tally.Value.Take()))
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
