using System.Threading.Channels;

namespace Personalization.Client.Api.Live;

/// <summary>The entries that one operator watches. A slow reader loses entries and never delays a request.</summary>
/// <param name="kinds">The kinds of entries.</param>
/// <param name="perSecond">The most entries of a second.</param>
/// <param name="time">The clock.</param>
/// <param name="end">Ends the watch.</param>
internal sealed class LiveWatch(LiveKinds kinds, int perSecond, TimeProvider time, Action<LiveWatch> end) : IDisposable
{
    private const int Capacity = 256;

    private readonly Channel<LiveEntry> _entries = Channel.CreateBounded<LiveEntry>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly Lock _lock = new();
    private long _second;
    private int _taken;
    private long _skipped;

    /// <summary>The entries, oldest first.</summary>
    public ChannelReader<LiveEntry> Entries => _entries.Reader;

    /// <summary>Returns the number of entries that were left out since the last call.</summary>
    public long TakeSkipped() => Interlocked.Exchange(ref _skipped, 0);

    /// <summary>Takes an entry of a watched kind, or counts it as skipped.</summary>
    public void Offer(LiveEntry entry)
    {
        if ((kinds & entry.Kind) != 0 && !(IsWithinRate() && _entries.Writer.TryWrite(entry)))
        {
            _ = Interlocked.Increment(ref _skipped);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => end(this);

    private bool IsWithinRate()
    {
        long second = time.GetUtcNow().ToUnixTimeSeconds();
        lock (_lock)
        {
            if (second != _second)
            {
                (_second, _taken) = (second, 0);
            }

            return ++_taken <= perSecond;
        }
    }
}
