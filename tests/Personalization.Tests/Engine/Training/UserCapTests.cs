using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;
using Personalization.Engine.Training.Sources;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

/// <summary>Two users and half a second of events do not own everybody's lists.</summary>
[Trait("Category", "Simulation")]
public sealed class UserCapTests
{
    private static readonly TrainingOptions Options = new() { Factors = 16, Epochs = 2, Search = false };
    private static readonly TrainingOptions Uncapped = Options with
    {
        UserItemWeight = 1e9,
        UserPairWeight = 1e9,
        UserDayEvents = 1_000_000_000,
        UserShare = 1,
    };

    private static readonly double LastMinute = (AttackWorld.LastVisits - Logs.Start).TotalMinutes - 1;

    [Fact]
    public void One_user_cannot_put_a_rare_item_at_the_top_of_the_popular_list()
    {
        TrainingLog log = Log(Burst("buyer", 3000, _ => (AttackWorld.Target, EventTypes.Purchase)));
        Assert.Equal(1, Rank(Parts(log, Uncapped).Popular.Order, log));
        Assert.True(Rank(Parts(log, Options).Popular.Order, log) > 20);
    }

    [Fact]
    public void One_user_cannot_put_an_item_at_the_top_of_a_similar_list()
    {
        TrainingLog log = Log(
            Burst("viewer", 2000, n => (n % 2 == 0 ? AttackWorld.Popular : AttackWorld.Target, EventTypes.View)));
        int popular = log.Number(AttackWorld.Popular);
        int Similar(TrainingOptions options) =>
            Rank(Parts(log, options).CoVisitation.Neighbours.Targets(popular), log);
        Assert.Equal(1, Similar(Uncapped));
        Assert.True(Similar(Options) is 0 or > 10, $"rank {Similar(Options)}");
    }

    [Fact]
    public void One_user_cannot_bury_an_item_with_dismissals()
    {
        TrainingLog log = Log(Burst("hater", 3000, _ => (AttackWorld.Popular, EventTypes.Dismiss)));
        int popular = log.Number(AttackWorld.Popular);
        Assert.NotEqual(popular, Parts(log, Uncapped).Popular.Order[0]);
        Assert.Equal(popular, Parts(log, Options).Popular.Order[0]);
    }

    [Fact]
    public void The_gate_compares_with_a_popular_list_of_capped_counts()
    {
        TrainingLog clean = Log();
        double Popular(TrainingLog log, TrainingOptions options) => ModelTrainer.Train(
            log, options, "v1", Logs.Start, null, CancellationToken.None).Version.Report.Metrics["popular"].Ndcg;
        TrainingLog crowded = Log([.. Enumerable.Range(0, 20).Select(item => Burst(
            $"buyer{item}", 900, _ => ($"junk{item}", EventTypes.Purchase), LastMinute - 20_000))]);
        double honest = Popular(clean, Options);
        Assert.True(honest > 0.02, $"{honest}");
        Assert.True(Popular(crowded, Uncapped) < 0.3 * honest);
        Assert.True(Popular(crowded, Options) > 0.7 * honest);
    }

    [Fact]
    public void The_index_has_few_sessions_of_one_user_for_an_item()
    {
        TrainingLog log = Logs.Build(Enumerable.Range(0, 60).SelectMany(n => new[]
        {
            Logs.Event("bot", "a", EventTypes.View, (n * 60) + 30, n),
            Logs.Event($"u{n}", "a", EventTypes.View, n * 60, n),
        }));
        SessionSource sessions = SessionTrainer.Train(log, Options, new SourceParameters().Sessions);
        Assert.Equal(120, sessions.Sessions.Rows);
        Assert.Equal(60 + SessionTrainer.MostOfUser, sessions.Index.Targets(log.Number("a")).Length);
    }

    [Fact]
    public void A_user_keeps_the_newest_events_of_a_day_and_a_share_of_all_weight()
    {
        const double Day = 1440;
        TrainingOptions options = new() { UserDayEvents = 10, UserShare = 0.2 };
        TrainingLog log = Logs.Build(
        [
            .. Enumerable.Range(0, 40).SelectMany(day => Enumerable.Range(0, 30).Select(
                step => Logs.Event("bot", $"i{step}", EventTypes.View, (day * Day) + step, step))),
            .. Enumerable.Range(0, 100).SelectMany(user => Enumerable.Range(0, 10).Select(
                step => Logs.Event($"u{user}", $"i{step}", EventTypes.View, (step * Day) + user, step))),
        ]);
        TrainingLog capped = UserCaps.Apply(log, options);
        SignalEvent[] bot =
            Enumerable.Range(0, capped.UserSlots).Select(capped.EventsOf).MaxBy(own => own.Length).ToArray();
        Assert.Equal((int)(0.2 * (400 + 1000)), bot.Length);
        Assert.Equal(1000 + bot.Length, capped.EventCount);
        Assert.All(bot.GroupBy(happened => happened.TimeMs / 86_400_000), day => Assert.Equal(
            Enumerable.Range(20, 10).Select(step => $"i{step}"),
            day.Select(happened => capped.Items[happened.Item])));
        Assert.Equal(log.LastMs, capped.LastMs);
    }

    [Fact]
    public void Normal_users_and_a_log_without_times_are_not_limited()
    {
        TrainingLog normal = Log();
        Assert.Same(normal, UserCaps.Apply(normal, new TrainingOptions()));
        TrainingLog timeless = Logs.Build(Enumerable.Range(0, 20).SelectMany(user => Enumerable.Range(0, 15).Select(
            step => Logs.Event($"u{user}", $"i{step}", EventTypes.View, 0, step))));
        Assert.Same(timeless, UserCaps.Apply(timeless, new TrainingOptions { UserDayEvents = 10, UserShare = 0.06 }));
    }

    [Fact]
    public void A_manifest_does_not_hold_the_caps_so_that_models_of_earlier_versions_can_be_refreshed()
    {
        TrainedModel trained = ModelTrainer.Train(
            Logs.BlockWorld(),
            Options with { UserItemWeight = 7, UserPairWeight = 7, UserDayEvents = 700, UserShare = 0.7 },
            "v1",
            Logs.Start,
            null,
            CancellationToken.None);
        Assert.Equal(Options, ModelSnapshot.Load("v1", trained.Files).Manifest!.Options);
    }

    private static ModelParts Parts(TrainingLog log, TrainingOptions options) => SourceTrainer.Train(
        UserCaps.Apply(log, options), options, new SourceParameters(), (_, _) => { }, CancellationToken.None);

    /// <summary>The rank of the pushed item, from 1; 0 if the list does not have it.</summary>
    private static int Rank(ReadOnlySpan<int> list, TrainingLog log) =>
        1 + list.IndexOf(log.Number(AttackWorld.Target));

    private static TrainingLog Log(params IEnumerable<LogRecord>[] attacks) => Logs.Build(
        [.. new AttackWorld(300, 400).Normal(), .. attacks.SelectMany(attack => attack)])
        .Before(AttackWorld.LastVisits.ToUnixTimeMilliseconds());

    /// <summary>Creates events of one user within half a second.</summary>
    private static IEnumerable<LogRecord> Burst(
        string user, int count, Func<int, (string Item, string Type)> what, double? minutes = null) =>
        Enumerable.Range(0, count).Select(n => Logs.Event(
            user, what(n).Item, what(n).Type, (minutes ?? LastMinute) + (n * 0.5 / 60 / count), n));
}
