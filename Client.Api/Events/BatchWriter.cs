using System.Threading.RateLimiting;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Events;

/// <summary>
/// Writes the events of many users: all of them are sent to their users first, and the request waits once until all are
/// durable.
/// </summary>
/// <remarks>
/// A user whose events fail or do not become durable is left to the caller. Writing them again is safe: stored events
/// are duplicates.
/// </remarks>
internal sealed class BatchWriter(EventWriter writer, ApiOptions options, TimeProvider time, ILogger<BatchWriter> log)
    : IDisposable
{
    /// <summary>The events of batches that are written at the same time; a larger batch is written alone.</summary>
    /// <remarks>More do not fill a commit better. They only live longer and cost the garbage collector more.</remarks>
    private const int MaxEvents = 1_024;

    /// <summary>The users of one batch that take their events in parallel.</summary>
    private const int Workers = 8;

    private readonly ConcurrencyLimiter _places = new(new()
    {
        PermitLimit = MaxEvents,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits until the events of a batch may be written, at most as long as a write may take.</summary>
    /// <returns>The place, to be disposed when the batch is written; null if there was none in time.</returns>
    public async ValueTask<RateLimitLease?> EnterAsync(IReadOnlyList<UserBatch> batches)
    {
        int events = Math.Min(batches.Sum(batch => batch.Events.Count), MaxEvents);
        RateLimitLease place = _places.AttemptAcquire(events);
        if (place.IsAcquired)
        {
            return place;
        }

        using CancellationTokenSource limit = NewLimit();
        try
        {
            return await _places.AcquireAsync(events, limit.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Writes what can be written without a retry and sets the acknowledgements.</summary>
    /// <returns>The users whose events are not acknowledged.</returns>
    public async ValueTask<List<UserBatch>> WriteAsync(List<UserBatch> batches)
    {
        if (!writer.IsWhole)
        {
            return batches;
        }

        using CancellationTokenSource limit = NewLimit();
        TakenEvents?[] taken = new TakenEvents?[batches.Count];
        List<UserBatch> left = [];
        try
        {
            await TakeAllAsync(batches, taken).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            log.LogDebug("Some users did not take their events in time.");
        }

        for (int i = 0; i < taken.Length; i++)
        {
            UserBatch batch = batches[i];
            if (Volatile.Read(ref taken[i]) is { } events && await IsDurableAsync(events, limit.Token))
            {
                batch.Acks = events.Acks;
            }
            else
            {
                left.Add(batch);
            }
        }

        return left;
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private CancellationTokenSource NewLimit() => new(TimeSpan.FromMilliseconds(options.WriteTimeoutMs), time);

    /// <summary>Lets every user take its events, some at a time. Never throws.</summary>
    private Task TakeAllAsync(List<UserBatch> batches, TakenEvents?[] taken)
    {
        int next = -1;
        async Task WorkAsync()
        {
            for (int i = Interlocked.Increment(ref next); i < taken.Length; i = Interlocked.Increment(ref next))
            {
                try
                {
                    Volatile.Write(
                        ref taken[i], await writer.TakeAsync(batches[i].User, [.. batches[i].Events]));
                }
                catch (Exception error)
                {
                    log.LogDebug(error, "A user did not take its events at once.");
                }
            }
        }

        return Task.WhenAll(Enumerable.Range(0, Math.Min(Workers, taken.Length)).Select(_ => WorkAsync()));
    }

    private async ValueTask<bool> IsDurableAsync(TakenEvents taken, CancellationToken limit)
    {
        if (taken.AreDurable || taken.Ticket is { IsDurable: true })
        {
            return true;
        }

        try
        {
            await (taken.Ticket?.WaitAsync() ?? Task.CompletedTask).WaitAsync(limit);
            return taken.Ticket is not null;
        }
        catch (Exception error)
        {
            log.LogDebug(error, "Events of a user did not become durable at once.");
            return false;
        }
    }
}
