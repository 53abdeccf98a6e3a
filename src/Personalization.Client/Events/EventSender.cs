using System.Threading.Channels;
using Personalization.Client.Http;

namespace Personalization.Client.Events;

/// <summary>
/// Sends events in the background, in batches, and sends them again with the same ids after a failure. Disposing it
/// sends the events that wait.
/// </summary>
/// <remarks>Register it once; a container disposes it at shutdown. All members are safe for concurrent use.</remarks>
public sealed class EventSender : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly EventsApi _events;
    private readonly EventSenderOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<InteractionEvent> _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<Task> _loop;
    private long _sent;
    private long _lost;
    private int _disposed;

    /// <summary>Creates a sender.</summary>
    /// <param name="events">The events of the client that sends.</param>
    /// <param name="options">How to collect and send; null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public EventSender(EventsApi events, EventSenderOptions? options = null, TimeProvider? time = null)
    {
        _events = events;
        _options = options ?? new EventSenderOptions();
        _time = time ?? TimeProvider.System;
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchSize, 1);
        _queue = Channel.CreateBounded<InteractionEvent>(
            new BoundedChannelOptions(_options.Capacity) { SingleReader = true });
        _loop = new Lazy<Task>(() => Task.Run(RunAsync));
    }

    /// <summary>The number of events that the API stored, duplicates included.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>The number of events that were rejected or dropped.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Adds an event to the buffer and returns at once.</summary>
    /// <returns>False when the buffer is full or the sender is disposed; the event is dropped.</returns>
    public bool TrySend(InteractionEvent interaction)
    {
        InteractionEvent complete = _events.Complete(interaction);
        if (!_queue.Writer.TryWrite(complete))
        {
            Lose(complete, "The buffer is full or closed.");
            return false;
        }

        _ = _loop.Value;
        return true;
    }

    /// <summary>Sends the events that wait, for at most the drain time-out, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _queue.Writer.Complete();
        Task loop = _loop.Value;
        try
        {
            await loop.WaitAsync(_options.DrainTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await loop.ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            List<InteractionEvent> batch = await CollectAsync().ConfigureAwait(false);
            await SendAsync(batch).ConfigureAwait(false);
        }
    }

    /// <summary>Takes events until the batch is full, the delay has passed, or the buffer is closed.</summary>
    private async Task<List<InteractionEvent>> CollectAsync()
    {
        List<InteractionEvent> batch = [];
        Task delay = Task.Delay(_options.Delay, _time);
        while (batch.Count < _options.BatchSize)
        {
            if (_queue.Reader.TryRead(out InteractionEvent? next))
            {
                batch.Add(next);
                continue;
            }

            Task<bool> more = _queue.Reader.WaitToReadAsync().AsTask();
            if (delay == await Task.WhenAny(more, delay).ConfigureAwait(false) || !await more.ConfigureAwait(false))
            {
                break;
            }
        }

        return batch;
    }

    private async Task SendAsync(List<InteractionEvent> batch)
    {
        TimeSpan pause = _options.RetryDelay;
        while (batch.Count > 0)
        {
            if (_stop.IsCancellationRequested)
            {
                batch.ForEach(lost => Lose(lost, "The process stopped before the API accepted the event."));
                return;
            }

            TimeSpan? wait = null;
            try
            {
                batch = Unsent(batch, await _events.SendAsync(batch, _stop.Token).ConfigureAwait(false));
            }
            catch (PersonalizationException failed) when (failed.IsTransient)
            {
                wait = failed.RetryAfter;
            }
            catch (PersonalizationException refused)
            {
                batch.ForEach(lost => Lose(lost, refused.Message));
                return;
            }
            catch (OperationCanceledException)
            {
                continue; // the shutdown waits no longer
            }

            if (batch.Count > 0)
            {
                await Task.Delay(wait > pause ? wait.Value : pause, _time, _stop.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause + pause < LongestPause ? pause + pause : LongestPause;
            }
        }
    }

    /// <summary>Counts the results and returns the events to send again.</summary>
    private List<InteractionEvent> Unsent(List<InteractionEvent> batch, EventBatchResult result)
    {
        _ = Interlocked.Add(ref _sent, result.Accepted + result.Duplicates);
        foreach (EventResult rejected in result.Results.Where(one => one.Status == "rejected"))
        {
            string why = string.Join(' ', rejected.Errors?.Select(error => error.Message) ?? []);
            Lose(batch[rejected.Index], why);
        }

        return [.. result.Results.Where(one => one.Status == "unavailable").Select(one => batch[one.Index])];
    }

    private void Lose(InteractionEvent interaction, string reason)
    {
        _ = Interlocked.Increment(ref _lost);
        _options.Lost?.Invoke(interaction, reason);
    }
}
