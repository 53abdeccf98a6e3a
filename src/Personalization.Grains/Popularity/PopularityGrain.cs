using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Models;
using Personalization.Engine.Popularity;
using Personalization.Grains.Experiments;

namespace Personalization.Grains.Popularity;

/// <inheritdoc cref="IPopularityGrain"/>
[GrainType("personalization-popularity")]
public sealed class PopularityGrain(
    [PersistentState("popularity", "models")] IPersistentState<PopularityGrainState> stored,
    IEventFeed events,
    EventVocabulary vocabulary,
    IOptions<TrainingOptions> options,
    TimeProvider time,
    ILogger<PopularityGrain> log) : Grain, IPopularityGrain
{
    private const int PublishedItems = 2_000;

    /// <summary>The minimum time between two publications.</summary>
    /// <remarks>Each silo receives the whole list, and a few seconds change it little.</remarks>
    private static readonly TimeSpan PublishEvery = TimeSpan.FromSeconds(5);

    /// <summary>The minimum time between two writes of the state.</summary>
    /// <remarks>The next activation counts unsaved entries again.</remarks>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(60);

    private PopularityCounts _counts = new(vocabulary, options.Value.PopularHalfLifeDays);
    private LogFollower _log = new(events, time);
    private PopularItems? _published;
    private long _publishedChanges = -1;
    private DateTimeOffset _publishedAt;
    private DateTimeOffset _storedAt;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Counts of another half-life are of no use: the log is counted from its beginning.
        double halfLifeDays = options.Value.PopularHalfLifeDays;
        if (stored.State.Counts.HalfLifeDays == halfLifeDays)
        {
            _counts = new PopularityCounts(vocabulary, halfLifeDays, stored.State.Counts);
            _log = new LogFollower(events, time, stored.State.Position);
        }

        _storedAt = time.GetUtcNow();
        await FollowAsync(cancellationToken);
        _ = this.RegisterGrainTimer(
            FollowAsync,
            new GrainTimerCreationOptions(LogFollower.Interval, LogFollower.Interval) { KeepAlive = true });
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode != DeactivationReasonCode.ActivationFailed && _log.Position > stored.State.Position)
        {
            await WriteAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask<PopularItems?> GetAsync(long known) =>
        ValueTask.FromResult(_published?.Revision == known ? null : _published);

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _log.ReadAsync(static () => Task.CompletedTask, _counts.Add, cancellationToken);
            Publish(time.GetUtcNow());
            if (_log.Position > stored.State.Position && time.GetUtcNow() - _storedAt >= StoreEvery)
            {
                await WriteAsync();
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(
                error,
                "Failed to read the event log for popular items; retrying in {Seconds} s",
                LogFollower.Interval.TotalSeconds);
        }
    }

    private void Publish(DateTimeOffset now)
    {
        if (_publishedChanges != _counts.Changes && now - _publishedAt >= PublishEvery
            && _counts.Top(PublishedItems) is { IsEmpty: false } top)
        {
            _published = new PopularItems(now.UtcTicks, top);
            (_publishedChanges, _publishedAt) = (_counts.Changes, now);
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
            stored.State = new PopularityGrainState { Position = _log.Position, Counts = _counts.ToStored() };
            await stored.WriteStateAsync();
            _storedAt = time.GetUtcNow();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
