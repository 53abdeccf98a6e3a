namespace Personalization.Benchmarks.Drill;

/// <summary>
/// A barrier for worlds that run at the same time: a world that still starts its engine would take processor time from
/// an open shop.
/// </summary>
/// <param name="worlds">The number of worlds.</param>
internal sealed class StartLine(int worlds)
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = worlds;

    /// <summary>Marks a world as ready and waits for the others.</summary>
    public Task ArriveAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _all.SetResult();
        }

        return _all.Task.WaitAsync(cancellationToken);
    }
}
