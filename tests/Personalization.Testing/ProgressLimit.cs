namespace Personalization.Testing;

/// <summary>Ends a wait after a time without progress.</summary>
/// <remarks>
/// A fixed limit fails on a busy machine where a step is slow but advances. A progress value that never stops to change
/// ends the wait too: after <see cref="Ceiling"/> times the limit.
/// </remarks>
/// <param name="limit">The longest time without progress, &gt; 0.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressLimit(TimeSpan limit, TimeProvider time)
{
    /// <summary>The longest wait, in multiples of the limit.</summary>
    public const int Ceiling = 5;

    private readonly long _start = time.GetTimestamp();
    private long _lastChange = time.GetTimestamp();
    private object? _progress;

    /// <summary>The time since the wait started.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>True if the progress value did not change within the limit, or if the ceiling is reached.</summary>
    /// <param name="progress">The progress value now; compared by equality.</param>
    public bool IsExceeded(object? progress)
    {
        if (!Equals(progress, _progress))
        {
            _progress = progress;
            _lastChange = time.GetTimestamp();
        }

        return time.GetElapsedTime(_lastChange) >= limit || Elapsed >= limit * Ceiling;
    }
}
