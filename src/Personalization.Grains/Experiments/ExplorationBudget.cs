using System.Collections.Concurrent;

namespace Personalization.Grains.Experiments;

/// <summary>Limits the number of exploring lists per minute on this silo, by placement. Thread-safe.</summary>
public sealed class ExplorationBudget
{
    private readonly ConcurrentDictionary<string, Usage> _usage = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes one list from a placement's budget.</summary>
    /// <param name="placement">
    /// A placement with a policy, or <c>default</c>. Other names must not be used, because clients can choose any.
    /// </param>
    /// <param name="perMinute">The number of exploring lists per minute.</param>
    /// <param name="now">The present time.</param>
    /// <returns>True if the list may explore; false when the budget of this minute is used up.</returns>
    public bool TryTake(string placement, int perMinute, DateTimeOffset now)
    {
        Usage usage = _usage.GetOrAdd(placement, static _ => new Usage());
        lock (usage)
        {
            long minute = now.UtcTicks / TimeSpan.TicksPerMinute;
            usage.Lists = usage.Minute == minute ? usage.Lists : 0;
            usage.Minute = minute;
            if (usage.Lists >= perMinute)
            {
                return false;
            }

            usage.Lists++;
            return true;
        }
    }

    private sealed class Usage
    {
        public long Minute { get; set; }

        public int Lists { get; set; }
    }
}
