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
    ILogger<PopularityGrain> log) : FollowerGrain(events, time, log), IPopularityGrain
{
    private const int PublishedItems = 2_000;

    /// <summary>The minimum time between two publications.</summary>
    /// <remarks>Each silo receives the whole list, and a few seconds change it little.</remarks>
    private static readonly TimeSpan PublishEvery = TimeSpan.FromSeconds(5);

    private readonly TrendCounts _trends = new(vocabulary);
    private PopularityCounts _counts = new(vocabulary, options.Value.PopularHalfLifeDays);
    private PopularItems? _published;
    private long _publishedChanges = -1;
    private DateTimeOffset _publishedAt;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Counts of another half-life, or without trends, are of no use: the log is counted from its beginning.
        double halfLifeDays = options.Value.PopularHalfLifeDays;
        bool isUsable = stored.State.Counts.HalfLifeDays == halfLifeDays && _trends.TryRestore(stored.State.Trends);
        if (isUsable)
        {
            _counts = new PopularityCounts(vocabulary, halfLifeDays, stored.State.Counts);
        }

        Follow(isUsable ? stored.State.Position : 0, stored.State.Position, LogFollower.Interval);
        await FollowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<PopularItems?> GetAsync(long known) =>
        ValueTask.FromResult(_published?.Revision == known ? null : _published);

    /// <inheritdoc/>
    public ValueTask<TrendingItems?> TrendingAsync(long known) =>
        ValueTask.FromResult(_trends.Published?.Revision == known ? null : _trends.Published);

    /// <inheritdoc/>
    protected override void Take(LogRecord record)
    {
        _counts.Add(record);
        _trends.Add(record);
    }

    /// <inheritdoc/>
    protected override void Publish(DateTimeOffset now)
    {
        if (_publishedChanges != _counts.Changes && now - _publishedAt >= PublishEvery
            && _counts.Top(PublishedItems) is { IsEmpty: false } top)
        {
            _published = new PopularItems(now.UtcTicks, top);
            (_publishedChanges, _publishedAt) = (_counts.Changes, now);
        }

        _trends.Publish(now);
    }

    /// <inheritdoc/>
    protected override Task StoreAsync(long position)
    {
        stored.State = new PopularityGrainState
        {
            Position = position,
            Counts = _counts.ToStored(),
            Trends = _trends.ToStored(),
        };
        return stored.WriteStateAsync();
    }
}
