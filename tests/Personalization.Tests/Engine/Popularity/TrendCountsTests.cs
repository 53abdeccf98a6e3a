using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Popularity;

namespace Personalization.Tests.Engine.Popularity;

/// <summary>Trending items of the last hour, day and week.</summary>
public sealed class TrendCountsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private long _position;

    [Fact]
    public void A_short_window_follows_a_new_trend_before_a_long_one()
    {
        TrendCounts counts = new(EventVocabulary.Default);
        Choose(counts, "old", users: 30, Start);
        Choose(counts, "new", users: 4, Start.AddHours(6));
        counts.Publish(Start.AddHours(6));

        Assert.Equal([1, 24, 168], counts.Published!.Windows.Select(window => window.Hours));
        Assert.Equal(["new", "old", "old"], counts.Published.Windows.Select(window => window.Items[0].ItemId.Value));
    }

    [Fact]
    public void A_restored_state_gives_the_same_items()
    {
        TrendCounts counts = new(EventVocabulary.Default);
        Choose(counts, "a", users: 3, Start);
        Choose(counts, "b", users: 2, Start.AddMinutes(30));
        counts.Publish(Start.AddHours(1));
        TrendCounts restored = new(EventVocabulary.Default);

        Assert.True(restored.TryRestore(counts.ToStored()));
        restored.Publish(Start.AddHours(1));
        Assert.Equal(
            counts.Published!.Windows.SelectMany(window => window.Items),
            restored.Published!.Windows.SelectMany(window => window.Items));
        Assert.False(new TrendCounts(EventVocabulary.Default).TryRestore([]));
    }

    [Fact]
    public void Publications_are_five_seconds_apart()
    {
        TrendCounts counts = new(EventVocabulary.Default);
        Choose(counts, "a", users: 1, Start);
        counts.Publish(Start);
        TrendingItems first = counts.Published!;
        Choose(counts, "b", users: 2, Start);
        counts.Publish(Start.AddSeconds(4));
        Assert.Same(first, counts.Published);
        counts.Publish(Start.AddSeconds(5));
        Assert.Equal("b", counts.Published!.Windows[0].Items[0].ItemId.Value);
    }

    private void Choose(TrendCounts counts, string item, int users, DateTimeOffset at)
    {
        for (int i = 0; i < users; i++)
        {
            counts.Add(new LogRecord(++_position, $"{item}-{i}", new EventEntry
            {
                Sequence = 1,
                ReceivedAt = at,
                Event = new UserEvent
                {
                    EventId = $"{item}-{i}",
                    UserId = UserId.Create($"{item}-{i}"),
                    Type = "view",
                    ItemId = ItemId.Create(item),
                    OccurredAt = at,
                },
            }));
        }
    }
}
