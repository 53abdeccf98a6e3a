using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Profiles;
using Personalization.Engine.Datasets;
using Personalization.Engine.Exploration;
using Personalization.Engine.Models;
using Personalization.Engine.Training;

namespace Personalization.Tests.Engine.Evaluation;

/// <summary>
/// A world with a known answer: users have one of two tastes, and a slot is drawn uniformly from all items. Half of the
/// users whose taste the item matches click it, and one in twenty of the others. A version that knows the tastes would
/// earn a half; as served the slot earned a little over a quarter.
/// </summary>
public sealed class OffPolicyGateTests
{
    private const int Users = 400;
    private const int ItemsEach = 6;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TrainingOptions Options =
        new() { Factors = 16, Search = false, RankerTrees = 0, HoldOutShare = 0.4 };

    [Fact]
    public void The_estimate_from_logged_propensities_is_the_reward_of_the_version()
    {
        OffPolicySummary estimate = Train(lists: 5).Version.Report.OffPolicy!;
        Assert.InRange(estimate.Draws, 1_000, 2_000);
        Assert.InRange(estimate.Logged, 0.24, 0.31);
        Assert.InRange(estimate.Value, 0.4, 0.6);
        Assert.True(
            estimate.Low < 0.5 && estimate.High > 0.5 && estimate.Low > estimate.Logged,
            $"{estimate.Low} to {estimate.High}");
        Assert.InRange(estimate.Effective, 50, 300);
    }

    [Fact]
    public void Without_enough_draws_there_is_no_estimate_and_the_artifact_does_not_depend_on_draws()
    {
        TrainedModel without = Train(lists: 5, explored: false);
        Assert.Null(without.Version.Report.OffPolicy);
        Assert.Null(Train(lists: 5, users: 12).Version.Report.OffPolicy);
        TrainedModel with = Train(lists: 5);
        Assert.All(
            with.Files, file => Assert.True(file.Value.Span.SequenceEqual(without.Files[file.Key].Span), file.Key));
    }

    [Fact]
    public void The_draws_of_a_forgotten_user_are_left_out()
    {
        List<LogRecord> records = Records(lists: 5, explored: true, users: 40);
        records.AddRange(Enumerable.Range(0, 40).Select(user => new LogRecord(
            100_000 + user, $"u{user}", new ForgottenEntry { Sequence = 100_000 + user, ReceivedAt = Start })));
        TrainingLogBuilder builder = new(EventVocabulary.Default);
        records.ForEach(builder.Add);
        Assert.Empty(builder.Build().Draws);
    }

    [Fact]
    public void The_draws_of_a_user_who_opted_out_are_left_out()
    {
        TrainingLogBuilder builder = new(EventVocabulary.Default);
        Records(lists: 5, explored: true, users: 40).ForEach(builder.Add);
        for (int user = 0; user < 39; user++)
        {
            builder.Add(new LogRecord(100_000 + user, $"u{user}", new PreferencesEntry
            {
                Sequence = 100_000 + user,
                ReceivedAt = Start,
                UserId = UserId.Create($"u{user}"),
                Preferences = new StatedPreferences { OptOut = true },
            }));
        }

        Assert.Single(builder.Build().Draws.DistinctBy(draw => draw.User));
    }

    private static TrainedModel Train(int lists, bool explored = true, int users = Users)
    {
        TrainingLogBuilder builder = new(EventVocabulary.Default);
        Records(lists, explored, users).ForEach(builder.Add);
        return ModelTrainer.Train(builder.Build(), Options, "v1", Start, null, CancellationToken.None);
    }

    private static List<LogRecord> Records(int lists, bool explored, int users)
    {
        Random chance = new(17);
        List<LogRecord> records = [];
        for (int user = 0; user < users; user++)
        {
            int first = chance.Next(ItemsEach);
            records.Add(Event(records.Count, user, Item(user % 2, first), EventTypes.View, user, null));
            records.Add(Event(
                records.Count,
                user,
                Item(user % 2, (first + 1 + chance.Next(ItemsEach - 1)) % ItemsEach),
                EventTypes.View,
                user + 1,
                null));
        }

        for (int n = 0; n < lists * users; n++)
        {
            (int user, int taste, int item, int minute) = (
                n % users, chance.Next(2), chance.Next(ItemsEach), 10_000 + n);
            string list = string.Create(CultureInfo.InvariantCulture, $"list-{n}");
            ExploredAction draw = new(
                0, ItemId.Create(Item(taste, item)), 1.0 / (2 * ItemsEach), [.. ActionFeatures.Of(1, 1, 0)]);
            LogRecord shown = new(records.Count + 1, $"u{user}", new ExploredEntry
            {
                Sequence = records.Count + 1,
                ReceivedAt = Start,
                RecommendationId = list,
                Placement = "home",
                Draws = [draw]
            });
            records.AddRange(explored ? [shown] : []);
            records.Add(Event(records.Count, user, Item(taste, item), EventTypes.Impression, minute, list));
            if (chance.NextDouble() < (taste == user % 2 ? 0.5 : 0.05))
            {
                records.Add(Event(records.Count, user, Item(taste, item), EventTypes.Click, minute + 0.5, list));
            }
        }

        return records;
    }

    private static string Item(int taste, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"t{taste}-{number}");

    private static LogRecord Event(int at, int user, string item, string type, double minutes, string? list) =>
        new(at + 1, $"u{user}", new EventEntry
        {
            Sequence = at + 1,
            ReceivedAt = Start,
            Event = new UserEvent
            {
                EventId = string.Create(CultureInfo.InvariantCulture, $"e{at}"),
                UserId = UserId.Create($"u{user}"),
                Type = type,
                ItemId = ItemId.Create(item),
                OccurredAt = Start.AddMinutes(minutes),
                RecommendationId = list,
            },
        });
}
