using System.Collections.Concurrent;
using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>
/// Concurrent clients that write without pause until the engine no longer answers. Remembers the acknowledged and the
/// unacknowledged events.
/// </summary>
internal sealed class WriterCrowd(int seed, int writers)
{
    private readonly ConcurrentBag<Ack> _acknowledged = [];
    private readonly ConcurrentBag<WireEvent> _unanswered = [];
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _acknowledgedCount;
    private int _inFlight;
    private volatile bool _stopped;

    /// <summary>Gets the acknowledged events.</summary>
    public IReadOnlyCollection<Ack> Acknowledged => _acknowledged;

    /// <summary>Gets the sent events without an answer or without acceptance.</summary>
    public IReadOnlyCollection<WireEvent> Unanswered => _unanswered;

    /// <summary>Gets the number of requests without an answer yet.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Starts all writers; the task ends when each has stopped.</summary>
    /// <param name="engine">The engine that receives the events.</param>
    /// <param name="enough">The number of acknowledged events that completes <see cref="EnoughAsync"/>.</param>
    public Task StartAsync(EngineProcess engine, int enough) =>
        Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            using WireClient client = new(engine);
            EventStream stream = new(seed, writer);
            while (!_stopped && await WriteAsync(client, stream.Next(), enough))
            {
            }
        })));

    /// <summary>Waits until enough events are acknowledged. Fails if the writers end earlier.</summary>
    public async Task EnoughAsync(Task writing)
    {
        Task first = await Task.WhenAny(_enough.Task, writing);
        await first;
        Assert.True(_enough.Task.IsCompleted, "The writers stopped before enough events were acknowledged.");
    }

    /// <summary>Stops every writer after its current request.</summary>
    public void Stop() => _stopped = true;

    private async Task<bool> WriteAsync(WireClient client, WireEvent[] events, int enough)
    {
        _ = Interlocked.Increment(ref _inFlight);
        try
        {
            foreach (Ack ack in await client.PostAsync(events))
            {
                Note(ack, enough);
            }

            return true;
        }
        catch (HttpRequestException)
        {
            foreach (WireEvent sent in events)
            {
                _unanswered.Add(sent);
            }

            return false;
        }
        finally
        {
            _ = Interlocked.Decrement(ref _inFlight);
        }
    }

    private void Note(Ack ack, int enough)
    {
        Assert.NotEqual("rejected", ack.Status);
        if (!ack.IsStored)
        {
            _unanswered.Add(ack.Event);
            return;
        }

        _acknowledged.Add(ack);
        if (Interlocked.Increment(ref _acknowledgedCount) == enough)
        {
            _enough.SetResult();
        }
    }
}
