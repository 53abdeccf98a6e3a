using Personalization.Abstractions.Users;

namespace Personalization.Grains.Users;

/// <summary>
/// Runs the writes of a user one after the other. Some grain calls interleave, so that two users merging into each
/// other cannot deadlock.
/// </summary>
/// <param name="deactivate">Ends the activation.</param>
internal sealed class UserTurn(Action deactivate) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Gets whether a write failed. The stored state is unknown then, and nothing more is written.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Runs a write after the earlier ones.</summary>
    /// <remarks>
    /// A failed write deactivates the grain: the stored state is unknown, and the next activation reads the log.
    /// </remarks>
    /// <param name="write">The write.</param>
    /// <param name="cancellationToken">Cancels the wait. A write that has begun is not cancelled.</param>
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> write, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return IsLost ? throw new ActivationFencedException() : await write();
        }
        catch (Exception error) when (error is not MergeRefusedException)
        {
            Lose();
            throw;
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>Runs an optional write after the earlier ones. Its failure does not end the activation.</summary>
    /// <returns>False if the activation is lost; the write did not run then, or was fenced.</returns>
    public async ValueTask<bool> TryRunAsync(Func<ValueTask> write)
    {
        await _turn.WaitAsync();
        try
        {
            if (!IsLost)
            {
                await write();
            }
        }
        catch (ActivationFencedException)
        {
            Lose();
        }
        finally
        {
            _ = _turn.Release();
        }

        return !IsLost;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void Lose()
    {
        IsLost = true;
        deactivate();
    }
}
