using Microsoft.Extensions.Time.Testing;

namespace Personalization.Testing;

/// <summary>
/// A clock for tests that signals when the next timer is created. A background service creates its timer on another
/// thread: a test that advances the clock before that moment would wait for ever.
/// </summary>
/// <param name="start">The first time.</param>
internal sealed class TimerSignal(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TaskCompletionSource _created = new();

    /// <summary>Completes when the next timer is created.</summary>
    public Task NextTimerAsync()
    {
        _created = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _created.Task;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        _ = _created.TrySetResult();
        return timer;
    }
}
