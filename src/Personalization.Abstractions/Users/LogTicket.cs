using System.Runtime.CompilerServices;
using Personalization.Abstractions.EventLog;

namespace Personalization.Abstractions.Users;

/// <summary>An append that is on its way to the store. Safe for any number of waiting callers.</summary>
/// <remarks>
/// A user's turn ends with a ticket. A caller that answers a client waits for it first: until then the entries are
/// not durable.
/// </remarks>
public sealed class LogTicket
{
    private readonly Action _lost;
    private readonly ConfiguredValueTaskAwaitable<AppendResult>.ConfiguredValueTaskAwaiter _append;
    private volatile Outcome _outcome;
    private Exception? _error;
    private TaskCompletionSource? _waiting;

    /// <summary>Creates the ticket of an append.</summary>
    /// <param name="append">The append. Nothing else may await it.</param>
    /// <param name="lost">
    /// Called once, before any waiting caller continues, when the append was fenced or has failed. Runs on the store's
    /// thread and must not block or throw.
    /// </param>
    public LogTicket(ValueTask<AppendResult> append, Action lost)
    {
        _lost = lost;
        _append = append.ConfigureAwait(false).GetAwaiter();
        if (_append.IsCompleted)
        {
            Settle();
        }
        else
        {
            _append.UnsafeOnCompleted(Settle);
        }
    }

    private enum Outcome
    {
        Pending,
        Durable,
        Lost,
    }

    /// <summary>Gets whether the entries are durable.</summary>
    public bool IsDurable => _outcome == Outcome.Durable;

    /// <summary>Completes when the entries are durable.</summary>
    /// <exception cref="ActivationFencedException">Another activation wrote first; nothing was stored.</exception>
    /// <exception cref="IOException">The store failed. It is unknown whether the entries are stored.</exception>
    public Task WaitAsync()
    {
        if (_outcome == Outcome.Durable)
        {
            return Task.CompletedTask;
        }

        TaskCompletionSource waiting = Volatile.Read(ref _waiting) ?? Wait();
        if (_outcome != Outcome.Pending)
        {
            Release(waiting);
        }

        return waiting.Task;
    }

    private TaskCompletionSource Wait()
    {
        TaskCompletionSource added = new();
        return Interlocked.CompareExchange(ref _waiting, added, null) ?? added;
    }

    private void Settle()
    {
        Outcome outcome = Outcome.Durable;
        try
        {
            if (_append.GetResult() == AppendResult.Fenced)
            {
                throw new ActivationFencedException();
            }
        }
        catch (Exception error)
        {
            _error = error;
            outcome = Outcome.Lost;
        }

        _outcome = outcome;
        if (outcome == Outcome.Lost)
        {
            _lost();
        }

        // A caller that begins to wait now sees the outcome, because it publishes its source before it looks.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _waiting) is { } waiting)
        {
            Release(waiting);
        }
    }

    private void Release(TaskCompletionSource waiting) =>
        _ = _error is { } error ? waiting.TrySetException(error) : waiting.TrySetResult();
}
