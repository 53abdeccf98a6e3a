using System.Collections.Concurrent;

namespace Personalization.Grains.Serving;

/// <summary>Estimates how long a call waited for its turn, without synchronized clocks.</summary>
/// <remarks>
/// The baseline is the smallest difference between arrival and sending time of all calls of a sender in the last 30 to
/// 60 seconds. It is the clock difference plus the transit time. What a call took beyond it is waiting time (the base
/// delay of LEDBAT, RFC 6817).
/// </remarks>
public sealed class WaitingTimes(TimeProvider time)
{
    private const int MostSenders = 1024;
    private const long Window = 30 * TimeSpan.TicksPerSecond;

    private readonly ConcurrentDictionary<int, Base> _senders = [];

    /// <summary>Returns how long a call has waited.</summary>
    /// <param name="sender">Identifies the clock of <paramref name="sentAt"/>; 0 when unknown.</param>
    /// <param name="sentAt">When the call was sent, UTC ticks of the sender's clock.</param>
    public TimeSpan Of(int sender, long sentAt)
    {
        if (sender == 0)
        {
            return TimeSpan.Zero;
        }

        if (!_senders.TryGetValue(sender, out Base? known))
        {
            known = Add(sender);
        }

        long now = time.GetUtcNow().UtcTicks;
        return TimeSpan.FromTicks(now - sentAt - known.Smallest(now - sentAt, now));
    }

    /// <summary>Returns how long a call waited, milliseconds, at most its deadline.</summary>
    /// <inheritdoc cref="Of"/>
    /// <param name="sender">The process that sent the call; 0 when unknown.</param>
    /// <param name="sentAt">When the call was sent, UTC ticks of the sender's clock.</param>
    /// <param name="deadlineMs">The deadline, milliseconds.</param>
    public int MsOf(int sender, long sentAt, int deadlineMs) =>
        (int)Math.Min(Of(sender, sentAt).TotalMilliseconds, deadlineMs);

    /// <summary>
    /// Adds a sender. A restarted process is a new sender; when there are too many, all are dropped and measured again.
    /// </summary>
    private Base Add(int sender)
    {
        if (_senders.Count >= MostSenders)
        {
            _senders.Clear();
        }

        return _senders.GetOrAdd(sender, static _ => new Base());
    }

    /// <summary>The smallest difference in the current and the previous window.</summary>
    private sealed class Base
    {
        private readonly Lock _turn = new();
        private long _before = long.MaxValue;
        private long _present = long.MaxValue;
        private long _until;

        public long Smallest(long difference, long now)
        {
            lock (_turn)
            {
                if (now >= _until)
                {
                    _before = now < _until + Window ? _present : long.MaxValue;
                    _present = long.MaxValue;
                    _until = now + Window;
                }

                _present = Math.Min(_present, difference);
                return Math.Min(_present, _before);
            }
        }
    }
}
