using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Profiles;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Training;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

[Trait("Category", "Training")]
public sealed class ModelTrainerTests
{
    private static readonly TrainingOptions Small = new() { Factors = 16, Epochs = 3 };

    [Fact]
    public void The_same_log_and_seed_give_the_same_bytes_on_any_number_of_threads()
    {
        TrainedModel one = Train(Logs.BlockWorld(), Small);
        TrainedModel three = Train(Logs.BlockWorld(), Small with { Threads = 3 });
        Assert.Equal(one.Files.Keys, three.Files.Keys);
        Assert.All(one.Files, file => Assert.True(file.Value.Span.SequenceEqual(three.Files[file.Key].Span), file.Key));
        TrainedModel other = Train(Logs.BlockWorld(), Small with { Seed = 2 });
        Assert.False(one.Files["factors.bin"].Span.SequenceEqual(other.Files["factors.bin"].Span));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_same_events_give_the_same_bytes_in_any_order_of_the_users(int seed)
    {
        // many events share a time; for two events of one user at one time the order of the log decides
        List<LogRecord> records =
        [.. Logs.BlockRecords(users: 80).Select(record => record with { Entry = AtTheHour((EventEntry)record.Entry) })];
        TrainedModel one = Train(Logs.Build(records), Small);
        TrainedModel other = Train(Logs.Build(AnotherInterleaving(records, seed)), Small);
        Assert.Equal(one.Files.Keys, other.Files.Keys);
        Assert.All(one.Files, file => Assert.True(file.Value.Span.SequenceEqual(other.Files[file.Key].Span), file.Key));
    }

    [Fact]
    public void In_a_world_of_blocks_the_engine_beats_popular_and_passes()
    {
        ModelVersion version = Train(
            Logs.Build(Logs.BlockRecords(users: 240)), Small with { HoldOutShare = 0.25 }).Version;
        Assert.True(version.Report.Passed, version.Report.Verdict);
        Assert.Equal(ModelVersionStatus.Candidate, version.Status);
        Assert.Equal(
            ["blend", "engine", "factors", "itemToItem", "linear", "popular", "sessions", "transitions"],
            version.Report.Metrics.Keys.Order());
        Assert.True(version.Report.Cases >= 30, version.Report.Verdict);
        Assert.True(
            version.Report.Metrics["engine"].Ndcg > 2 * version.Report.Metrics["popular"].Ndcg, version.Report.Verdict);
    }

    [Fact]
    public void A_model_that_does_worse_than_popular_on_the_hold_out_does_not_pass()
    {
        // until the test period all users stay in their block; then all buy best-sellers, which only others had bought
        List<LogRecord> records = Logs.BlockRecords(users: 240);
        for (int fan = 0; fan < 400; fan++)
        {
            records.Add(Logs.Event(
                $"fan{fan}", $"best-seller-{fan % 7}", EventTypes.Purchase, 25_000 + fan, records.Count + 1));
        }

        for (int user = 0; user < 240; user++)
        {
            records.Add(Logs.Event(
                $"u{user}", $"best-seller-{user % 7}", EventTypes.Purchase, 50_000 + user, records.Count + 1));
        }

        TrainedModel model = Train(
            Logs.Build(records), Small with { ListLength = 10, HoldOutShare = 0.08, MinCases = 100 });
        OfflineReport report = model.Version.Report;
        Assert.True(report.Cases >= 200, report.Verdict);
        Assert.True(report.Metrics["engine"].Ndcg < report.Metrics["popular"].Ndcg, report.Verdict);
        Assert.False(report.Passed, report.Verdict);
        Assert.StartsWith("Refused", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(ModelVersionStatus.Refused, model.Version.Status);
    }

    [Fact]
    public void A_log_too_small_for_a_test_has_an_unproven_verdict()
    {
        OfflineReport report = Train(Logs.Build(Logs.BlockRecords(users: 8, visits: 1)), Small).Version.Report;
        Assert.True(report.Cases < 30);
        Assert.True(
            !report.Passed || report.Verdict.StartsWith("Passed unproven", StringComparison.Ordinal), report.Verdict);
    }

    [Fact]
    public void Progress_rises_to_the_end_and_names_every_step()
    {
        List<TrainingProgress> seen = [];
        ModelTrainer.Train(Logs.BlockWorld(), Small, "v1", Logs.Start, new Collect(seen), CancellationToken.None);
        Assert.Equal(
            ["choosing", "sessions", "linear", "factors", "evaluating", "writing"],
            seen.Select(progress => progress.Step).Distinct());
        Assert.Equal(seen.Select(progress => progress.Share).Order(), seen.Select(progress => progress.Share));
        Assert.InRange(seen[^1].Share, 0.9, 1);
    }

    [Fact]
    public void Bad_options_are_all_named()
    {
        TrainingOptions bad =
            new() { Factors = 13, Epochs = 0, Threads = 0, HoldOutShare = 0.9, PopularHalfLifeDays = -1 };
        IReadOnlyList<string> errors = bad.Validate();
        Assert.Equal(5, errors.Count);
        Assert.All(
            ["Factors", "Epochs", "Threads", "HoldOutShare", "PopularHalfLifeDays"],
            name => Assert.Contains(errors, error => error.StartsWith(name, StringComparison.Ordinal)));
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => Train(Logs.BlockWorld(), bad));
        Assert.All(errors, error => Assert.Contains(error, thrown.Message, StringComparison.Ordinal));
        Assert.Empty(new TrainingOptions().Validate());
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => ModelTrainer.Train(Logs.BlockWorld(), Small, "v1", Logs.Start, null, source.Token));
    }

    [Fact]
    public void A_user_that_became_an_alias_is_not_counted_twice()
    {
        LogRecord alias = new(3, "anon", new AliasEntry
        {
            Sequence = 2,
            ReceivedAt = Logs.Start,
            UserId = UserId.Create("anon"),
            Target = UserId.Create("known")
        });
        TrainingLog log = Logs.Build([
            Logs.Event("anon", "a", EventTypes.View, 1, 1),
            Logs.Event("known", "a", EventTypes.View, 1, 2),
            alias,
            Logs.Event("anon", "only-anon", EventTypes.View, 2, 4),
        ]);
        Assert.Equal((1, 1), (log.EventCount, log.Users));
        Assert.Equal(["a"], log.Items);
    }

    [Fact]
    public void Forgotten_events_are_left_out_and_later_ones_are_not()
    {
        TrainingLog log = Logs.Build([
            Logs.Event("u", "before", EventTypes.View, 1, 1),
            new LogRecord(2, "u", new ForgottenEntry { Sequence = 2, ReceivedAt = Logs.Start }),
            Logs.Event("u", "after", EventTypes.View, 2, 3),
        ]);
        Assert.Equal(["after"], log.Items);
    }

    [Fact]
    public void Users_who_opted_out_are_left_out_of_the_next_training()
    {
        LogRecord[] records =
        [
            Logs.Event("out", "a", EventTypes.View, 1, 1),
            Stated("out", optOut: true),
            Logs.Event("out", "only-out", EventTypes.View, 2, 3),
            Stated("back", optOut: true),
            Logs.Event("back", "b", EventTypes.View, 3, 4),
            Stated("back", optOut: false),
            Stated("forgotten", optOut: true),
            new LogRecord(5, "forgotten", new ForgottenEntry { Sequence = 5, ReceivedAt = Logs.Start }),
            Logs.Event("forgotten", "c", EventTypes.View, 4, 6),
            Logs.Event("later", "d", EventTypes.View, 5, 7),
        ];
        Assert.Equal(["b", "c", "d"], Logs.Build(records).Items);
        Assert.Equal(["b", "c"], Logs.Build([.. records, Stated("later", optOut: true)]).Items);
    }

    [Fact]
    public void A_users_events_are_ordered_by_time_then_by_the_log_and_weightless_ones_are_left_out()
    {
        TrainingLog log = Logs.Build([
            Logs.Event("u", "late", EventTypes.View, 9, 1),
            Logs.Event("u", "first", EventTypes.Purchase, 1, 2),
            Logs.Event("u", "second", EventTypes.Dismiss, 1, 3),
            Logs.Event("u", "shown", EventTypes.Impression, 1, 4),
        ]);
        Assert.Equal(
            ["first", "second", "late"], log.EventsOf(0).ToArray().Select(happened => log.Items[happened.Item]));
        Assert.Equal([5f, -5f, 1f], log.EventsOf(0).ToArray().Select(happened => happened.Weight));
    }

    [Fact]
    public void The_lines_of_one_order_are_one_basket()
    {
        LogRecord Line(string user, string item, double minutes, string order)
        {
            LogRecord record = Logs.Event(user, item, EventTypes.Purchase, minutes);
            EventEntry entry = (EventEntry)record.Entry;
            return record with
            {
                Entry = entry with
                {
                    Event = entry.Event with { Properties = entry.Event.Properties.Add("orderId", order) },
                },
            };
        }

        TrainingLog log = Logs.Build([
            Line("u", "a", 1, "o1"), Line("u", "b", 2, "o1"), Line("u", "c", 3, "o2"), Line("u", "d", 5000, "o1"),
            Line("v", "a", 9, "o1"), Logs.Event("v", "b", EventTypes.View, 9.5),
        ]);
        double[] Minutes(int user) => [.. log.EventsOf(user).ToArray().Select(
            happened => (happened.TimeMs - Logs.Start.ToUnixTimeMilliseconds()) / 60_000.0)];
        Assert.Equal([1, 1, 3, 5000], Minutes(0));
        Assert.Equal([9, 9.5], Minutes(1));
    }

    private static LogRecord Stated(string user, bool optOut) => new(2, user, new PreferencesEntry
    {
        Sequence = 2,
        ReceivedAt = Logs.Start,
        UserId = UserId.Create(user),
        Preferences = new StatedPreferences { OptOut = optOut },
    });

    private static EventEntry AtTheHour(EventEntry entry)
    {
        DateTimeOffset happened = entry.Event.OccurredAt;
        return entry with { Event = entry.Event with { OccurredAt = happened.AddMinutes(-happened.Minute) } };
    }

    /// <summary>Reorders the users' records at random. Each user's own records stay in order.</summary>
    private static List<LogRecord> AnotherInterleaving(List<LogRecord> records, int seed)
    {
        Dictionary<string, Queue<LogRecord>> left = records.GroupBy(
            record => record.UserKey).ToDictionary(own => own.Key, own => new Queue<LogRecord>(own));
        string[] turns = [.. records.Select(record => record.UserKey)];
        new Random(seed).Shuffle(turns);
        return [.. turns.Select(user => left[user].Dequeue())];
    }

    private static TrainedModel Train(TrainingLog log, TrainingOptions options) =>
        ModelTrainer.Train(log, options, "v1", Logs.Start, null, CancellationToken.None);

    private sealed class Collect(List<TrainingProgress> into) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => into.Add(value);
    }
}
