using System.Collections.Concurrent;

namespace Personalization.Grains.Serving;

/// <summary>
/// Tells how long a call waited before its turn, without trusting that two machines' clocks agree: the smallest difference between
/// the time of arrival and the sender's time of sending, of all that sender's calls in the last half to whole minute, is the
/// clocks' difference and the way; what a call took beyond it, it waited. (The base delay of LEDBAT, RFC 6817.)
/// </summary>
public sealed class WaitingTimes(TimeProvider time)
{
    private const int MostSenders = 1024;
    private const long Window = 30 * TimeSpan.TicksPerSecond;

    private readonly ConcurrentDictionary<int, Base> _senders = [];

    /// <summary>How long a call has waited.</summary>
    /// <param name="sender">Names the clock that <paramref name="sentAt"/> is of; 0 when unknown.</param>
    /// <param name="sentAt">When it was sent, UTC ticks by the sender's clock.</param>
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

    /// <summary>A process that starts anew has a new name; those long gone are forgotten all at once, and the others learnt again.</summary>
    private Base Add(int sender)
    {
        if (_senders.Count >= MostSenders)
        {
            _senders.Clear();
        }

        return _senders.GetOrAdd(sender, static _ => new Base());
    }

    /// <summary>The smallest difference seen in this window and in the one before.</summary>
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
