namespace Personalization.Client.Api.Engine;

/// <summary>Bounds the retries of all calls of this process, so that retries cannot multiply an overload.</summary>
/// <remarks>
/// Each successful call adds one retry, up to the capacity. So an engine that works gets at most twice the calls of
/// the clients, and an engine that fails for all gets each call once when the capacity is spent.
/// </remarks>
internal sealed class RetryBudget
{
    private readonly int _capacity;
    private int _left;

    /// <summary>Creates a full budget.</summary>
    /// <param name="capacity">The most retries that can be saved up.</param>
    public RetryBudget(int capacity)
    {
        _capacity = capacity;
        _left = capacity;
    }

    /// <summary>Takes one retry.</summary>
    /// <returns>False when no retry is left.</returns>
    public bool TryTake()
    {
        for (int left = Volatile.Read(ref _left); left > 0; left = Volatile.Read(ref _left))
        {
            if (Interlocked.CompareExchange(ref _left, left - 1, left) == left)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Counts a call that succeeded.</summary>
    /// <remarks>A full budget is only read, because nearly every call succeeds.</remarks>
    public void Earn()
    {
        int left = Volatile.Read(ref _left);
        if (left < _capacity)
        {
            // A lost race earns nothing, which is harmless.
            _ = Interlocked.CompareExchange(ref _left, left + 1, left);
        }
    }
}
