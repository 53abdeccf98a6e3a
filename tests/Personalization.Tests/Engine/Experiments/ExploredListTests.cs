using System.Text.Json;
using System.Text.RegularExpressions;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Exploration;
using Personalization.Engine.Recommendations;

namespace Personalization.Tests.Engine.Experiments;

public sealed class ExploredListTests
{
    private static readonly ComposedList Ranked = new(
        [.. Enumerable.Range(0, 30).Select(rank => new RecommendedItem(
            ItemId.Create($"i{rank}"),
            3 - (0.1 * rank),
            new Reason(ReasonKind.Popular, null)))], DateTimeOffset.MaxValue);

    private static readonly ExplorationSettings Settings =
        new() { Policy = ExplorationPolicy.SquareCb, Slots = [2, 5], Pool = 6, Sharpness = 50 };

    [Fact]
    public void Explored_slots_are_drawn_and_other_items_keep_their_order()
    {
        RewardSnapshot rewards = Snapshot(new RewardLearner(EventVocabulary.Default));
        for (int seed = 0; seed < 50; seed++)
        {
            ExploredList explored = ExploredList.Of(Ranked, Settings, rewards, new Random(seed));
            Assert.Equal(
                Ranked.Items.Select(item => item.ItemId.Value).Order(),
                explored.List.Items.Select(item => item.ItemId.Value).Order());
            Assert.Equal([2, 5], explored.Draws.Select(draw => draw.Position));
            Assert.All(explored.Draws, draw => Assert.Equal(
                (draw.Item, (double?)draw.Propensity),
                (explored.List.Items[draw.Position].ItemId, explored.List.Items[draw.Position].Propensity)));
            double[] others =
            [.. explored.List.Items.Where(item => item.Propensity is null).Select(item => item.Score)];
            Assert.Equal(28, others.Length);
            Assert.Equal(others.OrderDescending(), others);
        }
    }

    [Trait("Category", "Simulation")]
    [Fact]
    public void The_draw_frequency_equals_the_propensity()
    {
        const int draws = 20_000;
        RewardLearner learner = new(EventVocabulary.Default);
        foreach (string item in new[] { "i2", "i3", "i4", "i5", "i6", "i7" })
        {
            Teach(learner, item, shown: 200, clicked: item == "i4" ? 100 : 10);
        }

        RewardSnapshot rewards = Snapshot(learner);
        Random chance = new(1);
        Dictionary<string, (int Drawn, double Propensity)> seen = [];
        for (int i = 0; i < draws; i++)
        {
            ExploredAction draw = ExploredList.Of(Ranked, Settings with { Slots = [2] }, rewards, chance).Draws[0];
            seen[draw.Item.Value] = (seen.GetValueOrDefault(draw.Item.Value).Drawn + 1, draw.Propensity);
        }

        Assert.Equal(1, seen.Values.Sum(item => item.Propensity), 9);
        Assert.Equal("i4", seen.MaxBy(item => item.Value.Drawn).Key);
        Assert.All(seen.Values, item => Assert.InRange(
            item.Drawn,
            (draws * item.Propensity) - (5 * Math.Sqrt(draws * item.Propensity)),
            (draws * item.Propensity) + (5 * Math.Sqrt(draws * item.Propensity))));
    }

    [Fact]
    public void A_draw_is_rewarded_once_and_a_learner_resumes_from_its_state()
    {
        RewardLearner whole = new(EventVocabulary.Default);
        Teach(whole, "a", shown: 10, clicked: 5);
        Teach(whole, "b", shown: 10, clicked: 0);
        whole.Add(Record(Event("a-0", "a")));
        whole.Add(Record(Event("unknown", "a")));
        whole.Add(Record(Event("b-0", "a")));
        ItemRewards[] items = whole.Rewards.Items;
        Assert.Equal([("a", 10.0, 5.0), ("b", 10.0, 0.0)], items.Select(item => (item.Item, item.Count, item.Rewards)));

        RewardLearner half = new(EventVocabulary.Default);
        Teach(half, "a", shown: 10, clicked: 0);
        RewardLearner resumed = new(
            EventVocabulary.Default,
            JsonSerializer.Deserialize<RewardLearnerState>(JsonSerializer.Serialize(half.ToStored())));
        for (int i = 0; i < 5; i++)
        {
            resumed.Add(Record(Event($"a-{i}", "a")));
        }

        Teach(resumed, "b", shown: 10, clicked: 0);
        Assert.Equal(JsonSerializer.Serialize(whole.ToStored()), JsonSerializer.Serialize(resumed.ToStored()));
        Assert.True(Snapshot(whole).Predict(
            ItemId.Create("a"), [1, 1, 1]) > Snapshot(whole).Predict(ItemId.Create("b"), [1, 1, 1]));
    }

    [Fact]
    public void Synthetic_users_are_not_learned_from()
    {
        RewardLearner learner = new(EventVocabulary.Default);
        learner.Add(Record(Shown("l", "a")) with { UserKey = UserKey.Encode(SyntheticUsers.Create("probe")) });
        Assert.Empty(learner.Rewards.Items);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_user_who_opts_out_or_is_forgotten_gives_no_more_rewards(bool isForgotten)
    {
        RewardLearner learner = new(EventVocabulary.Default);
        foreach (string user in new[] { "leaves", "stays" })
        {
            learner.Add(Record(Shown($"list-{user}", "a")) with { UserKey = user });
        }

        // the leaver is still known after a restart
        learner = new(
            EventVocabulary.Default,
            JsonSerializer.Deserialize<RewardLearnerState>(JsonSerializer.Serialize(learner.ToStored())));
        LogEntry leaves = isForgotten
            ? new ForgottenEntry { ReceivedAt = TrialUser.Start }
            : new PreferencesEntry
            {
                ReceivedAt = TrialUser.Start,
                UserId = UserId.Create("leaves"),
                Preferences = new StatedPreferences { OptOut = true },
            };
        learner.Add(new(2, "leaves", leaves));
        learner.Add(Record(Event("list-leaves", "a")) with { UserKey = "leaves" });
        Assert.Equal(0, learner.Rewards.Items.Single().Rewards);
        learner.Add(Record(Event("list-stays", "a")) with { UserKey = "stays" });
        Assert.Equal(1, learner.Rewards.Items.Single().Rewards);
    }

    [Fact]
    public void A_state_from_a_version_without_user_hashes_can_be_read()
    {
        RewardLearner before = new(EventVocabulary.Default);
        before.Add(Record(Shown("l", "a")));
        string old = Regex.Replace(JsonSerializer.Serialize(before.ToStored()), ",\"User\":[0-9]+", "");
        Assert.DoesNotContain("User", old, StringComparison.Ordinal);
        RewardLearner learner = new(EventVocabulary.Default, JsonSerializer.Deserialize<RewardLearnerState>(old));
        learner.Add(Record(Event("l", "a")));
        Assert.Equal(1, learner.Rewards.Items.Single().Rewards);
    }

    private static void Teach(RewardLearner learner, string item, int shown, int clicked)
    {
        for (int i = 0; i < shown; i++)
        {
            learner.Add(Record(Shown($"{item}-{i}", item)));
            if (i < clicked)
            {
                learner.Add(Record(Event($"{item}-{i}", item)));
            }
        }
    }

    private static RewardSnapshot Snapshot(RewardLearner learner) =>
        new RewardModel(ActionFeatures.Count, ActionFeatures.Prior, learner.Rewards).Snapshot(0, 0);

    private static LogRecord Record(LogEntry entry) => new(1, "u", entry);

    private static ExploredEntry Shown(string list, string item) =>
        new()
        {
            ReceivedAt = TrialUser.Start,
            RecommendationId = list,
            Placement = "home",
            Draws = [new ExploredAction(2, ItemId.Create(item), 0.5, [1, 1, 1])]
        };

    private static EventEntry Event(string list, string item) =>
        new()
        {
            ReceivedAt = TrialUser.Start,
            Event = TrialUser.Event("e", "click", 1, list: list) with { ItemId = ItemId.Create(item) }
        };
}
