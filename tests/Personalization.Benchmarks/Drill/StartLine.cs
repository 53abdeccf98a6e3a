namespace Personalization.Benchmarks.Drill;

/// <summary>
/// Where worlds that are lived side by side wait for each other: one that still starts its engine would take the
/// processor from one whose shop is open.
/// </summary>
/// <param name="worlds">How many there are.</param>
internal sealed class StartLine(int worlds)
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = worlds;

    /// <summary>Says that a world is ready, and waits for the others.</summary>
    public Task ArriveAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _all.SetResult();
        }

        return _all.Task.WaitAsync(cancellationToken);
    }
}
