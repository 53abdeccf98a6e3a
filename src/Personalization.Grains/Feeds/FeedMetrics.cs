using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Personalization.Abstractions.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>Metrics of the feeds that this silo pulls. Each feed is pulled by one silo of the cluster.</summary>
public sealed class FeedMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Personalization.Feeds";

    private readonly ConcurrentDictionary<string, FeedGrainState> _feeds = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly Counter<long> _pulls;
    private readonly Histogram<double> _durations;

    /// <summary>Creates the instruments.</summary>
    public FeedMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        Meter meter = meters.Create(MeterName);
        _pulls = meter.CreateCounter<long>("personalization.feed.pulls", "{pull}", "Feed pulls by feed and outcome.");
        _durations = meter.CreateHistogram<double>(
            "personalization.feed.pull.duration", "s", "Duration of a feed pull.");
        _ = meter.CreateObservableGauge(
            "personalization.feed.age", Ages, "s",
            "Time since the active feed data was last confirmed by the upstream.");
        _ = meter.CreateObservableGauge(
            "personalization.feed.items", Items, "{item}", "Items in the last good pull of the feed.");
        _ = meter.CreateObservableGauge(
            "personalization.feed.state",
            States,
            description: "State of the feed: 0 waiting, 1 good, 2 failing, 3 quarantined.");
    }

    /// <summary>Counts a pull and updates the gauges of its feed.</summary>
    public void Record(string feed, FeedGrainState state, bool changed, TimeSpan took)
    {
        Show(feed, state);
        string outcome = state.State switch
        {
            FeedState.Good => changed ? "good" : "unchanged",
            FeedState.Quarantined => "quarantined",
            _ => "failed"
        };
        _pulls.Add(1, Tag(feed), new("outcome", outcome));
        _durations.Record(took.TotalSeconds, Tag(feed), new("outcome", outcome));
    }

    /// <summary>Adds or updates a feed that this silo pulls.</summary>
    public void Show(string feed, FeedGrainState state) => _feeds[feed] = state;

    /// <summary>Removes a feed that this silo no longer pulls.</summary>
    public void Hide(string feed) => _feeds.TryRemove(feed, out _);

    private IEnumerable<Measurement<double>> Ages()
    {
        foreach ((string feed, FeedGrainState state) in _feeds)
        {
            if (state.LastGoodAt is { } good)
            {
                yield return new Measurement<double>((_time.GetUtcNow() - good).TotalSeconds, Tag(feed));
            }
        }
    }

    private IEnumerable<Measurement<int>> Items() =>
        _feeds.Select(feed => new Measurement<int>(feed.Value.LastGood.Items, Tag(feed.Key)));

    private IEnumerable<Measurement<int>> States() =>
        _feeds.Select(feed => new Measurement<int>((int)feed.Value.State, Tag(feed.Key)));

    private static KeyValuePair<string, object?> Tag(string feed) => new("feed", feed);
}
