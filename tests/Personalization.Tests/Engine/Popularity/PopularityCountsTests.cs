using System.Text.Json;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Engine.Popularity;

namespace Personalization.Tests.Engine.Popularity;

public sealed class PopularityCountsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PopularityCounts _counts = new(EventVocabulary.Default, 30);
    private long _position;

    [Fact]
    public void Items_are_ordered_by_the_weight_of_their_users()
    {
        Add("ann", "view", "a");
        Add("bob", "view", "a");
        Add("ann", "purchase", "b");
        Add("ann", "impression", "c");
        Add("bob", "dismiss", "d");

        Assert.Equal([("b", 1f), ("a", 0.4f)], Top(_counts));
    }

    [Fact]
    public void H6_a_user_counts_for_an_item_once_however_often_the_user_chooses_it()
    {
        for (int i = 0; i < 3_000; i++)
        {
            Add("attacker", "purchase", "rare");
        }

        Add("ann", "purchase", "liked");
        Add("bob", "view", "liked");
        Assert.Equal(["liked", "rare"], Top(_counts).Select(item => item.Item));
    }

    [Fact]
    public void A_choice_halves_with_each_half_life_and_old_logs_stay_in_range()
    {
        PopularityCounts counts = new(EventVocabulary.Default, 1);
        foreach (int day in new[] { 0, 1, 2_000, 2_001, 5_000, 5_001 })
        {
            counts.Add(Record($"u{day}", "view", $"day-{day}", day));
        }

        Assert.Equal([("day-5001", 1f), ("day-5000", 0.5f)], Top(counts).Take(2));
        Assert.All(Top(counts), item => Assert.InRange(item.Score, float.Epsilon, 1));
    }

    [Fact]
    public void Synthetic_users_and_copies_from_merged_users_do_not_count()
    {
        _counts.Add(Record(UserKey.Encode(SyntheticUsers.Create("probe")), "view", "probed"));
        LogRecord copy = Record("ann", "view", "copied");
        _counts.Add(copy with { Entry = (EventEntry)copy.Entry with { FirstReceivedAt = Start } });

        Assert.Empty(Top(_counts));
        Assert.Equal(0, _counts.Changes);
    }

    [Fact]
    public void H5_choices_after_an_opt_out_do_not_count_and_a_restart_remembers_it()
    {
        Add("ann", "view", "before");
        _counts.Add(OptOut("ann", true));
        Add("ann", "view", "after");
        PopularityCounts restored = new(EventVocabulary.Default, 30, _counts.ToStored());
        restored.Add(Record("ann", "view", "later"));
        Assert.Equal(["before"], Top(restored).Select(item => item.Item));

        restored.Add(OptOut("ann", false));
        restored.Add(Record("ann", "view", "again"));
        Assert.Equal(["again", "before"], Top(restored).Select(item => item.Item));
    }

    [Fact]
    public void Stored_counts_continue_where_they_were()
    {
        Add("ann", "view", "a");
        Add("bob", "purchase", "b");
        PopularityState? stored = JsonSerializer.Deserialize<PopularityState>(
            JsonSerializer.Serialize(_counts.ToStored()));
        PopularityCounts restored = new(EventVocabulary.Default, 30, stored);
        Assert.Equal(Top(_counts), Top(restored));

        LogRecord later = Record("cid", "purchase", "a", 10);
        _counts.Add(later);
        restored.Add(later);
        Assert.Equal(Top(_counts), Top(restored));
        Assert.Equal("a", Top(restored)[0].Item);
    }

    private static (string Item, float Score)[] Top(PopularityCounts counts) =>
    [.. counts.Top(100).Select(item => (item.ItemId.Value, item.Score))];

    private LogRecord OptOut(string user, bool optsOut) => new(
        ++_position,
        user,
        new PreferencesEntry
        {
            Sequence = _position,
            ReceivedAt = Start,
            UserId = UserId.Create(user),
            Preferences = new StatedPreferences { OptOut = optsOut },
        });

    private void Add(string user, string type, string item) => _counts.Add(Record(user, type, item));

    private LogRecord Record(string user, string type, string item, int day = 0) => new(
        ++_position,
        user,
        new EventEntry
        {
            Sequence = _position,
            ReceivedAt = Start.AddDays(day),
            Event = new UserEvent
            {
                EventId = $"e{_position}",
                UserId = UserId.Create("someone"),
                Type = type,
                ItemId = ItemId.Create(item),
                OccurredAt = Start.AddDays(day),
            },
        });
}
