namespace Personalization.Hosting.Telemetry;

/// <summary>The start times of the calls in flight. Thread-safe.</summary>
/// <remarks>
/// A call takes a place and returns it. Places are reused, so that a call allocates nothing, unlike an entry of a
/// dictionary.
/// </remarks>
internal sealed class WaitingSince
{
    private const int FirstPlaces = 64;

    private readonly Lock _gate = new();
    private long[] _since = new long[FirstPlaces];
    private int[] _free = [.. Enumerable.Range(0, FirstPlaces)];
    private int _taken;

    /// <summary>The number of calls in flight.</summary>
    public int Count => Volatile.Read(ref _taken);

    /// <summary>Starts a call.</summary>
    /// <param name="now">The current time; above 0.</param>
    /// <returns>The call's place, for <see cref="End"/>.</returns>
    public int Begin(long now)
    {
        lock (_gate)
        {
            if (_taken == _free.Length)
            {
                Grow();
            }

            int place = _free[_taken++];
            _since[place] = now;
            return place;
        }
    }

    /// <summary>Ends the call at a place.</summary>
    public void End(int place)
    {
        lock (_gate)
        {
            _since[place] = 0;
            _free[--_taken] = place;
        }
    }

    /// <summary>Returns the start of the oldest call in flight; null when there is none.</summary>
    public long? Oldest()
    {
        lock (_gate)
        {
            long[] taken = [.. _since.Where(since => since != 0)];
            return taken.Length == 0 ? null : taken.Min();
        }
    }

    private void Grow()
    {
        int more = _free.Length;
        _free = [.. _free, .. Enumerable.Range(more, more)];
        Array.Resize(ref _since, 2 * more);
    }
}
