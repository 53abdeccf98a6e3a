namespace Personalization.Client.Api.Streams;

/// <summary>Wakes one stream. Reasons that come while the stream works are collected. Thread-safe.</summary>
internal sealed class StreamSignal : IDisposable
{
    private readonly SemaphoreSlim _awake = new(0);
    private int _reasons;

    /// <summary>Adds a reason to wake up.</summary>
    public void Raise(StreamReasons reason)
    {
        if (Interlocked.Or(ref _reasons, (int)reason) == 0)
        {
            _ = _awake.Release();
        }
    }

    /// <summary>Waits for at least one reason and takes all reasons.</summary>
    public async Task<StreamReasons> WaitAsync(CancellationToken cancellationToken)
    {
        await _awake.WaitAsync(cancellationToken);
        return (StreamReasons)Interlocked.Exchange(ref _reasons, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _awake.Dispose();
}

/// <summary>Why a stream wakes up.</summary>
[Flags]
internal enum StreamReasons
{
    /// <summary>No reason.</summary>
    None = 0,

    /// <summary>The profile may have a new version.</summary>
    Changed = 1,

    /// <summary>It is time for a heartbeat.</summary>
    Beat = 2,

    /// <summary>The user was erased.</summary>
    Erased = 4,
}
