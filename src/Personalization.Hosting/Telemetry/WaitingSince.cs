namespace Personalization.Hosting.Telemetry;

/// <summary>
/// Since when each of the calls under way has waited. Every call takes a place and gives it back; a place taken costs no memory, as an entry of a dictionary would at every call. Safe for any
/// number of threads.
/// </summary>
internal sealed class WaitingSince
{
    private const int FirstPlaces = 64;

    private readonly Lock _gate = new();
    private long[] _since = new long[FirstPlaces];
    private int[] _free = [.. Enumerable.Range(0, FirstPlaces)];
    private int _taken;

    /// <summary>How many calls are under way.</summary>
    public int Count => Volatile.Read(ref _taken);

    /// <summary>Begins to wait.</summary>
    /// <param name="now">The present time; above 0.</param>
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

    /// <summary>Gives the place back.</summary>
    public void End(int place)
    {
        lock (_gate)
        {
            _since[place] = 0;
            _free[--_taken] = place;
        }
    }

    /// <summary>When the one that has waited longest began; null when none waits.</summary>
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
