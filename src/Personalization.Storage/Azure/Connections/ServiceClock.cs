namespace Personalization.Storage.Azure.Connections;

/// <summary>
/// The time as the storage service has it, from the local clock and the dates in the service's answers. Each answer
/// bounds the difference of the two clocks: the service wrote its date (in whole seconds) after the request left and
/// before the answer came. A clock that agrees with the service is never corrected.
/// </summary>
/// <param name="time">The local clock.</param>
/// <param name="followsService">Whether the service's dates count; a test that moves the clock says no.</param>
internal sealed class ServiceClock(TimeProvider time, bool followsService = true)
{
    private long _offsetTicks;

    /// <summary>The local clock, for what only needs to measure.</summary>
    public TimeProvider Local => time;

    /// <summary>Now, by the service's clock.</summary>
    public DateTimeOffset UtcNow => time.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>Learns from an answer.</summary>
    /// <param name="sent">The local time when the request left.</param>
    /// <param name="received">The local time when its answer came.</param>
    /// <param name="date">The service's time in the answer, cut to the second.</param>
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
