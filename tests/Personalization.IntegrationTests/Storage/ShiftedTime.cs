namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// The system's time, moved forward by as much as the test wants; what is measured or waited for is not moved.
/// </summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shiftTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _shiftTicks));

    public void Advance(TimeSpan by) => _ = Interlocked.Add(ref _shiftTicks, by.Ticks);
}
