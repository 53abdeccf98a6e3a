using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Popularity;

/// <summary>
/// Counts the trending items of an hour, a day and a week from the event log. Records must come in the order of the
/// log. Not thread-safe.
/// </summary>
/// <remarks>
/// Each window has counts that lose half of their weight in half of the window. Time that passes without events changes
/// no order, so nothing must be done for it, and the state is small.
/// </remarks>
public sealed class TrendCounts(EventVocabulary vocabulary)
{
    /// <summary>The most items of a window that are published.</summary>
    private const int PublishedItems = 2_000;

    private const double HoursPerDay = 24;

    /// <summary>The minimum time between two publications.</summary>
    private static readonly TimeSpan PublishEvery = TimeSpan.FromSeconds(5);

    private PopularityCounts[] _counts =
    [
        .. Windows.Select(hours => new PopularityCounts(vocabulary, HalfLifeOf(hours))),
    ];
    private long _publishedChanges;
    private DateTimeOffset _publishedAt;

    /// <summary>The windows, hours.</summary>
    public static ImmutableArray<int> Windows { get; } = [1, 24, 168];

    /// <summary>The latest published items; null before the first event.</summary>
    public TrendingItems? Published { get; private set; }

    private long Changes => _counts.Sum(counts => counts.Changes);

    /// <summary>Continues from a stored state.</summary>
    /// <returns>False if the state has other windows: the log must be counted from its beginning.</returns>
    public bool TryRestore(IReadOnlyList<PopularityState> stored)
    {
        if (!stored.Select(state => state.HalfLifeDays).SequenceEqual(Windows.Select(HalfLifeOf)))
        {
            return false;
        }

        _counts = [.. stored.Select(state => new PopularityCounts(vocabulary, state.HalfLifeDays, state))];
        _publishedChanges = -1;
        return true;
    }

    /// <summary>Counts a record, by the rules of <see cref="PopularityCounts.Add"/>.</summary>
    public void Add(LogRecord record)
    {
        foreach (PopularityCounts counts in _counts)
        {
            counts.Add(record);
        }
    }

    /// <summary>Publishes the items if they changed, at most every 5 seconds.</summary>
    public void Publish(DateTimeOffset now)
    {
        if (_publishedChanges == Changes || now - _publishedAt < PublishEvery)
        {
            return;
        }

        ImmutableArray<TrendingWindow> windows =
            [.. Windows.Select((hours, i) => new TrendingWindow(hours, _counts[i].Top(PublishedItems)))];
        if (windows.Any(window => !window.Items.IsEmpty))
        {
            Published = new TrendingItems(now.UtcTicks, windows);
            (_publishedChanges, _publishedAt) = (Changes, now);
        }
    }

    /// <summary>Returns the state to store.</summary>
    public PopularityState[] ToStored() => [.. _counts.Select(counts => counts.ToStored())];

    private static double HalfLifeOf(int hours) => hours / 2.0 / HoursPerDay;
}
