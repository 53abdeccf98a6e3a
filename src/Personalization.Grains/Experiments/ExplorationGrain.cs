using System.Text.Json;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Exploration;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Experiments;

/// <inheritdoc cref="IExplorationGrain"/>
[GrainType("personalization-exploration")]
public sealed class ExplorationGrain(
    [PersistentState("exploration", "models")] IPersistentState<ExplorationState> stored,
    IEventFeed events,
    EventVocabulary vocabulary,
    TimeProvider time,
    ILogger<ExplorationGrain> log) : Grain, IExplorationGrain
{
    /// <summary>The minimum time between two publications of the rewards.</summary>
    /// <remarks>Their size grows with the number of explored items, and a few seconds change them little.</remarks>
    private static readonly TimeSpan PublishEvery = TimeSpan.FromSeconds(10);

    /// <summary>The minimum time between two writes of the state.</summary>
    /// <remarks>The next activation learns unsaved entries again.</remarks>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(60);

    private RewardLearner _learner = new(vocabulary);
    private LogFollower _log = new(events, time);
    private LearnedRewards? _published;
    private long _publishedChanges = -1;
    private DateTimeOffset _publishedAt;
    private DateTimeOffset _storedAt;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _learner = new RewardLearner(vocabulary, stored.State.Learner);
        _log = new LogFollower(events, time, stored.State.Position);
        _storedAt = time.GetUtcNow();
        _ = this.RegisterGrainTimer(
            FollowAsync, new GrainTimerCreationOptions(TimeSpan.Zero, LogFollower.Interval) { KeepAlive = true });
        return Task.CompletedTask;
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
    public ValueTask<LearnedRewards?> GetAsync(long known) =>
        ValueTask.FromResult(_published?.Revision == known ? null : _published);

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _log.ReadAsync(static () => Task.CompletedTask, _learner.Add, cancellationToken);
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
                "Failed to read the event log for exploration rewards; retrying in {Seconds} s",
                LogFollower.Interval.TotalSeconds);
        }
    }

    private void Publish(DateTimeOffset now)
    {
        if (_publishedChanges != _learner.Changes && now - _publishedAt >= PublishEvery)
        {
            _published = new LearnedRewards(
                now.UtcTicks, JsonSerializer.Serialize(_learner.Rewards, RewardStateJson.Default.RewardState));
            (_publishedChanges, _publishedAt) = (_learner.Changes, now);
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
            stored.State = new ExplorationState { Position = _log.Position, Learner = _learner.ToStored() };
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
