using System.Threading.Channels;

namespace Personalization.Client.Api.Live;

/// <summary>The entries that one operator watches. A slow reader loses entries and never delays a request.</summary>
internal sealed class LiveWatch : IDisposable
{
    private const int Capacity = 256;

    private readonly Channel<LiveEntry> _entries = Channel.CreateBounded<LiveEntry>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly LiveKinds _kinds;
    private readonly int _perSecond;
    private readonly TimeProvider _time;
    private readonly Action<LiveWatch> _end;
    private readonly Lock _lock = new();
    private long _second;
    private int _taken;
    private long _skipped;

    /// <summary>Starts to watch.</summary>
    public LiveWatch(LiveKinds kinds, int perSecond, TimeProvider time, Action<LiveWatch> end) =>
        (_kinds, _perSecond, _time, _end) = (kinds, perSecond, time, end);

    /// <summary>The entries, oldest first.</summary>
    public ChannelReader<LiveEntry> Entries => _entries.Reader;

    /// <summary>Returns the number of entries that were left out since the last call.</summary>
    public long TakeSkipped() => Interlocked.Exchange(ref _skipped, 0);

    /// <summary>Takes an entry of a watched kind, or counts it as skipped.</summary>
    public void Offer(LiveEntry entry)
    {
        if ((_kinds & entry.Kind) != 0 && !(IsWithinRate() && _entries.Writer.TryWrite(entry)))
        {
            _ = Interlocked.Increment(ref _skipped);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _end(this);

    private bool IsWithinRate()
    {
        long second = _time.GetUtcNow().ToUnixTimeSeconds();
        lock (_lock)
        {
            if (second != _second)
            {
                (_second, _taken) = (second, 0);
            }

            return ++_taken <= _perSecond;
        }
    }
}
