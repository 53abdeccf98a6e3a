using System.Collections.Concurrent;

namespace Personalization.Grains.Experiments;

/// <summary>How many lists have explored in this minute on this silo, by placement.</summary>
public sealed class ExplorationBudget
{
    private readonly ConcurrentDictionary<string, Spent> _spent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes one list out of a placement's budget.</summary>
    /// <param name="placement">A placement that has a policy, or <c>default</c>: clients name placements as they like.</param>
    /// <param name="perMinute">The budget.</param>
    /// <param name="now">The present time.</param>
    /// <returns>False when it is used up for this minute.</returns>
    public bool TryTake(string placement, int perMinute, DateTimeOffset now)
    {
        Spent spent = _spent.GetOrAdd(placement, static _ => new Spent());
        lock (spent)
        {
            long minute = now.UtcTicks / TimeSpan.TicksPerMinute;
            spent.Lists = spent.Minute == minute ? spent.Lists : 0;
            spent.Minute = minute;
            if (spent.Lists >= perMinute)
            {
                return false;
            }

            spent.Lists++;
            return true;
        }
    }

    private sealed class Spent
    {
        public long Minute { get; set; }

        public int Lists { get; set; }
    }
}
