namespace Personalization.Storage.Azure.Connections;

/// <summary>Estimates the storage service's time from the local clock and the dates in the service's answers.</summary>
/// <remarks>
/// Each answer bounds the difference between the two clocks: the service wrote its date (whole seconds) after the
/// request was sent and before the answer arrived. A local clock within these bounds is not corrected.
/// </remarks>
/// <param name="time">The local clock.</param>
/// <param name="followsService">Whether to use the service's dates; false in tests that move the clock.</param>
internal sealed class ServiceClock(TimeProvider time, bool followsService = true)
{
    private long _offsetTicks;

    /// <summary>The local clock, for measuring durations.</summary>
    public TimeProvider Local => time;

    /// <summary>Current time by the service's clock.</summary>
    public DateTimeOffset UtcNow => time.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>Updates the estimate from an answer.</summary>
    /// <param name="sent">Local time when the request was sent.</param>
    /// <param name="received">Local time when the answer arrived.</param>
    /// <param name="date">Service time in the answer, truncated to whole seconds.</param>
    public void Observe(DateTimeOffset sent, DateTimeOffset received, DateTimeOffset date)
    {
        if (!followsService || received < sent)
        {
            return;
        }

        long least = (date - received).Ticks;
        long most = (date.AddSeconds(1) - sent).Ticks;
        _ = Interlocked.Exchange(ref _offsetTicks, Math.Clamp(Interlocked.Read(ref _offsetTicks), least, most));
    }
}
