namespace Personalization.Grains.Users;

/// <summary>A token that fires when the deadline passes or the caller cancels.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _either;

    public Deadline(int milliseconds, TimeProvider time, CancellationToken caller)
    {
        _time = new CancellationTokenSource(TimeSpan.FromMilliseconds(Math.Max(0, milliseconds)), time);
        _either = caller.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(_time.Token, caller) : _time;
    }

    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _time.Dispose();
    }
}
