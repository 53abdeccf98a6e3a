using System.Collections.Concurrent;
using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>
/// Many clients that write at once, each its next request as soon as the last is answered, until the engine no longer
/// answers. Remembers what was acknowledged and what was not.
/// </summary>
internal sealed class WriterCrowd(int seed, int writers)
{
    private readonly ConcurrentBag<Ack> _kept = [];
    private readonly ConcurrentBag<WireEvent> _unanswered = [];
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _keptCount;
    private int _inFlight;
    private volatile bool _stopped;

    /// <summary>Everything the engine promised to keep.</summary>
    public IReadOnlyCollection<Ack> Kept => _kept;

    /// <summary>Everything sent that had no answer or was not taken.</summary>
    public IReadOnlyCollection<WireEvent> Unanswered => _unanswered;

    /// <summary>How many requests have been sent and are not answered yet.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Starts all writers; the task ends when each has stopped.</summary>
    /// <param name="engine">Where they write to.</param>
    /// <param name="enough">How many acknowledged events complete <see cref="EnoughAsync"/>.</param>
    public Task StartAsync(EngineProcess engine, int enough) =>
        Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            using WireClient client = new(engine);
            EventStream stream = new(seed, writer);
            while (!_stopped && await WriteAsync(client, stream.Next(), enough))
            {
            }
        })));

    /// <summary>
    /// Ends when so many events are acknowledged as was asked for, or fails when the writers ended before.
    /// </summary>
    public async Task EnoughAsync(Task writing)
    {
        Task first = await Task.WhenAny(_enough.Task, writing);
        await first;
        Assert.True(_enough.Task.IsCompleted, "The writers stopped before the engine was touched.");
    }

    /// <summary>Lets every writer end after its present request.</summary>
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
        if (!ack.IsKept)
        {
            _unanswered.Add(ack.Event);
            return;
        }

        _kept.Add(ack);
        if (Interlocked.Increment(ref _keptCount) == enough)
        {
            _enough.SetResult();
        }
    }
}
