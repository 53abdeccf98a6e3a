using System.Collections.Concurrent;
using System.Globalization;

namespace Personalization.ClusterTests.Chaos;

/// <summary>What the crowd saw. Safe for all its members at once.</summary>
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

    /// <summary>Reads nobody answered, or answered by an error.</summary>
    public long Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>
    /// Lists called fresh of a profile older than what had been acknowledged before they were asked for.
    /// </summary>
    public long Stale => Volatile.Read(ref _stale);

    /// <summary>How many reads came from a level.</summary>
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
        $"events sent {_attempts} times, {_retries} of them again, {_refused} refused by a named error; longest write "
        + $"{TimeSpan.FromTicks(_longestWrite).TotalSeconds:0.0} s; "
        + $"reads "
        + $"{string.Join(", ", _levels.OrderBy(level => level.Key).Select(level => $"{level.Value} {level.Key}"))}, "
        + $"{_unanswered} unanswered, {_stale} stale; longest read "
        + $"{TimeSpan.FromTicks(_longestRead).TotalSeconds:0.00} s");

    private static void Raise(ref long most, long value)
    {
        long known;
        while ((known = Volatile.Read(ref most)) < value
            && Interlocked.CompareExchange(ref most, value, known) != known)
        {
        }
    }
}
