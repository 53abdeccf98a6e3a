using System.Collections.Concurrent;
using System.Globalization;

namespace Personalization.ClusterTests.Chaos;

/// <summary>Counts of the requests and answers of the crowd. Thread-safe.</summary>
internal sealed class ChaosCounts
{
    private readonly ConcurrentDictionary<string, long> _levels = new(StringComparer.Ordinal);
    private long _attempts;
    private long _retries;
    private long _refused;
    private long _unanswered;
    private long _stale;
    private long _longestWrite;
    private long _longestRead;

    /// <summary>Gets the number of reads without an answer or with an error.</summary>
    public long Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>
    /// Gets the number of fresh lists whose profile is older than an event acknowledged before the request.
    /// </summary>
    public long Stale => Volatile.Read(ref _stale);

    /// <summary>Gets the number of reads from a fallback level.</summary>
    public long Of(string level) => _levels.GetValueOrDefault(level);

    public void Attempted(int events, bool isRetry)
    {
        _ = Interlocked.Add(ref _attempts, events);
        _ = Interlocked.Add(ref _retries, isRetry ? events : 0);
    }

    public void Refused(int events) => Interlocked.Add(ref _refused, events);

    public void WriteTook(TimeSpan time) => Raise(ref _longestWrite, time.Ticks);

    public void Read(string? level, TimeSpan time, bool isStale)
    {
        Raise(ref _longestRead, time.Ticks);
        _ = Interlocked.Add(ref _stale, isStale ? 1 : 0);
        if (level is null)
        {
            _ = Interlocked.Increment(ref _unanswered);
            return;
        }

        _ = _levels.AddOrUpdate(level, 1, (_, count) => count + 1);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"events sent {_attempts} times, including {_retries} retries, {_refused} refused with an error code; "
        + $"longest write {TimeSpan.FromTicks(_longestWrite).TotalSeconds:0.0} s; "
        + $"reads "
        + $"{string.Join(", ", _levels.OrderBy(level => level.Key).Select(level => $"{level.Value} {level.Key}"))}, "
        + $"{_unanswered} unanswered, {_stale} stale; longest read "
        + $"{TimeSpan.FromTicks(_longestRead).TotalSeconds:0.00} s");

    private static void Raise(ref long most, long value)
    {
        long current;
        while ((current = Volatile.Read(ref most)) < value
            && Interlocked.CompareExchange(ref most, value, current) != current)
        {
        }
    }
}
