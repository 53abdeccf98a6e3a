namespace Personalization.Client.Api.Http;

/// <summary>The part of the budget that one request holds. It is returned when the request ends.</summary>
internal sealed class BodyLease(BodyBudget budget) : IDisposable
{
    private long _held;

    /// <summary>Extends the lease to the size of the body that was received so far.</summary>
    /// <exception cref="RequestRefusedException">503: the budget is spent.</exception>
    public void Extend(long bytes)
    {
        if (bytes <= _held || (_held == 0 && bytes <= BodyBudget.SmallBytes))
        {
            return;
        }

        if (!budget.TryTake(bytes - _held))
        {
            throw new RequestRefusedException(
                ProblemCode.Unavailable,
                "The bodies of other requests occupy the memory for bodies. Nothing was processed; send the request "
                    + "again.");
        }

        _held = bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        budget.Return(_held);
        _held = 0;
    }
}
