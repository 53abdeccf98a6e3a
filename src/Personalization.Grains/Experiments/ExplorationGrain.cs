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
    ILogger<ExplorationGrain> log) : FollowerGrain(events, time, log), IExplorationGrain
{
    /// <summary>The minimum time between two publications of the rewards.</summary>
    /// <remarks>Their size grows with the number of explored items, and a few seconds change them little.</remarks>
    private static readonly TimeSpan PublishEvery = TimeSpan.FromSeconds(10);

    private RewardLearner _learner = new(vocabulary);
    private LearnedRewards? _published;
    private long _publishedChanges = -1;
    private DateTimeOffset _publishedAt;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _learner = new RewardLearner(vocabulary, stored.State.Learner);
        Follow(stored.State.Position, stored.State.Position, TimeSpan.Zero);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<LearnedRewards?> GetAsync(long known) =>
        ValueTask.FromResult(_published?.Revision == known ? null : _published);

    /// <inheritdoc/>
    protected override void Take(LogRecord record) => _learner.Add(record);

    /// <inheritdoc/>
    protected override void Publish(DateTimeOffset now)
    {
        if (_publishedChanges != _learner.Changes && now - _publishedAt >= PublishEvery)
        {
            _published = new LearnedRewards(
                now.UtcTicks, JsonSerializer.Serialize(_learner.Rewards, RewardStateJson.Default.RewardState));
            (_publishedChanges, _publishedAt) = (_learner.Changes, now);
        }
    }

    /// <inheritdoc/>
    protected override Task StoreAsync(long position)
    {
        stored.State = new ExplorationState { Position = position, Learner = _learner.ToStored() };
        return stored.WriteStateAsync();
    }
}
