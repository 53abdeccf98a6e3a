using Microsoft.Extensions.Logging;
using Personalization.Abstractions.EventLog;

namespace Personalization.Grains.Experiments;

/// <summary>A grain that follows the event log and stores what it counted, with its position in the log.</summary>
/// <remarks>The next activation counts the entries after the stored position again.</remarks>
/// <param name="events">The event log.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log of the grain.</param>
public abstract class FollowerGrain(IEventFeed events, TimeProvider time, ILogger log) : Grain
{
    /// <summary>The minimum time between two writes of the state.</summary>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(60);

    private LogFollower _log = new(events, time);
    private long _storedPosition;
    private DateTimeOffset _storedAt;

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode != DeactivationReasonCode.ActivationFailed && _log.Position > _storedPosition)
        {
            await WriteAsync();
        }
    }

    /// <summary>Counts one record.</summary>
    protected abstract void Take(LogRecord record);

    /// <summary>Publishes the counts if they changed. Called after each turn of reading.</summary>
    protected abstract void Publish(DateTimeOffset now);

    /// <summary>Stores the counts.</summary>
    /// <param name="position">The position of the last counted record.</param>
    protected abstract Task StoreAsync(long position);

    /// <summary>Starts to follow the log. Call it once, during the activation.</summary>
    /// <param name="position">The position of the last counted record.</param>
    /// <param name="stored">The position in the stored state.</param>
    /// <param name="firstTurn">The time until the first turn.</param>
    protected void Follow(long position, long stored, TimeSpan firstTurn)
    {
        _log = new LogFollower(events, time, position);
        _storedPosition = stored;
        _storedAt = time.GetUtcNow();
        _ = this.RegisterGrainTimer(
            FollowAsync, new GrainTimerCreationOptions(firstTurn, LogFollower.Interval) { KeepAlive = true });
    }

    /// <summary>Reads new entries for one turn, publishes, and stores the state from time to time.</summary>
    protected async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _log.ReadAsync(static () => Task.CompletedTask, Take, cancellationToken);
            Publish(time.GetUtcNow());
            if (_log.Position > _storedPosition && time.GetUtcNow() - _storedAt >= StoreEvery)
            {
                await WriteAsync();
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(
                error,
                "Failed to read the event log; retrying in {Seconds} s",
                LogFollower.Interval.TotalSeconds);
        }
    }

    /// <summary>
    /// Stores the state. Shuts the activation down after a failure, because the stored state is unknown then; the next
    /// activation reads it.
    /// </summary>
    private async Task WriteAsync()
    {
        try
        {
            long position = _log.Position;
            await StoreAsync(position);
            _storedPosition = position;
            _storedAt = time.GetUtcNow();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
