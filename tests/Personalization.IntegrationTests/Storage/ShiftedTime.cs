namespace Personalization.IntegrationTests.Storage;

/// <summary>System time shifted forward by the test. Timers and measured durations are not shifted.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shiftTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _shiftTicks));

    public void Advance(TimeSpan by) => _ = Interlocked.Add(ref _shiftTicks, by.Ticks);
}
