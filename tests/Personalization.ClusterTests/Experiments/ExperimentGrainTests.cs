using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;
using Personalization.ClusterTests.Grains;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;
using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.ClusterTests.Experiments;

/// <summary>Experiments on the real engine: participants, outcomes, and the state after a restart.</summary>
public sealed class ExperimentGrainTests
{
    private static readonly ChangeNote Me = new("test", "to see");
    private static readonly RecommendationQuery Query = new() { Count = 5, DeadlineMs = 20_000 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_carries_its_arm_only_while_the_experiment_runs_and_the_arm_stays()
    {
        await using TestEngine engine = await PreparedAsync();
        IExperimentsGrain experiments = Experiments(engine);
        Assert.Null((await ListAsync(engine, "ann")).Arm);

        Assert.Empty((await experiments.CreateAsync(Trial.Json(), Me)).Errors);
        Assert.Null((await ListAsync(engine, "ann")).Arm);
        _ = await experiments.StartAsync(Trial.Name, Me);
        RecommendationList list = await ListAsync(engine, "ann");
        Assert.StartsWith("variety/", list.Arm, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(RecommendationIds.ServedOf(list.RecommendationId)!.Value.Experiments));
        RecommendationList again = await ListAsync(engine, "ann");
        Assert.Equal((list.Arm, list.RankedAt, list.ProfileVersion), (again.Arm, again.RankedAt, again.ProfileVersion));
        Assert.NotEqual(list.RecommendationId, again.RecommendationId);

        _ = await experiments.PauseAsync(Trial.Name, Me);
        Assert.Equal(list.Arm, (await ListAsync(engine, "ann")).Arm);
        Assert.Null((await ListAsync(engine, "late")).Arm);
        _ = await experiments.StopAsync(Trial.Name, Me);
        Assert.Null((await ListAsync(engine, "ann")).Arm);
        Assert.Equal(
            ["created", "started", "paused", "stopped"],
            (await experiments.GetAsync()).Experiments.Single().Changes.Select(change => change.What));
    }

    [Fact]
    public async Task Opted_out_and_synthetic_users_are_in_no_experiment()
    {
        await using TestEngine engine = await PreparedAsync();
        await RunAsync(engine);
        _ = await engine.User("no").SetPreferencesAsync(UserId.Create("no"), new StatedPreferences { OptOut = true });
        Assert.Null((await engine.User("no").RecommendAsync(Query, Stop)).Arm);
        Assert.Null((await engine.Grains.GetGrain<IUserGrain>(
            UserKey.Encode(SyntheticUsers.Create("probe"))).RecommendAsync(Query, Stop)).Arm);
        Assert.Equal(0, (await ReportAsync(engine)).Arms.Sum(arm => arm.Units));
    }

    [Fact]
    public async Task M3_Reads_of_made_up_users_add_no_log_row_no_unit_and_no_lasting_activation()
    {
        await using TestEngine engine = await PreparedAsync(
            settings: new Dictionary<string, string?> { ["Personalization:Serving:UnknownUserSeconds"] = "1" });
        await RunAsync(engine);
        int rows = (await LogOfAsync(engine)).Count;
        int users = await UsersInMemoryAsync(engine);
        for (int number = 0; number < 300; number++)
        {
            RecommendationList list = await engine.User($"made-up-{number}").RecommendAsync(Query, Stop);
            Assert.Equal((FallbackLevel.Fresh, null), (list.FallbackLevel, list.Arm));
        }

        Assert.Equal(rows, (await LogOfAsync(engine)).Count);
        Assert.Equal(0, (await ReportAsync(engine)).Arms.Sum(arm => arm.Units));
        _ = await Eventually.Async(() => UsersInMemoryAsync(engine), left => left <= users);

        Assert.NotNull((await ListAsync(engine, "made-up-1")).Arm);
        Assert.Equal(1, (await ReportAsync(engine)).Arms.Sum(arm => arm.Units));
    }

    [Fact]
    public async Task Outcomes_join_and_results_are_ready_at_once_and_after_a_restart()
    {
        await using TestEngine engine = await PreparedAsync();
        await RunAsync(engine);
        foreach (int user in Enumerable.Range(0, 40))
        {
            await ShopAsync(engine, user);
        }

        ExperimentReport report = await ReportAsync(engine);
        ExperimentResults results = report.Results!;
        Assert.Equal(report.ResultsJson, ExperimentJson.Write(results));
        Assert.Equal(40, report.Arms.Sum(arm => arm.Units));
        Assert.False(report.IsMismatch);
        double buyers = results.Arms.Select((arm, i) => arm.Units * (i == 0
            ? results.Of("bought", "plain").Control!.Value
            : results.Of("bought", "plain").Value!.Value)).Sum();
        Assert.Equal(10, buyers, 6);
        MetricResult clicks = results.Of("clicksAList", "plain");
        Assert.Equal((0.5, 0.5), (clicks.Control!.Value, clicks.Value!.Value));
        IExperimentResultsGrain owner = engine.Grains.GetGrain<IExperimentResultsGrain>(0);
        MetricHistory history = (await owner.HistoryAsync(Trial.Name, null))!;
        Assert.Equal(("bought", MetricKind.Proportion), (history.Metric, history.Kind));
        Assert.Equal("plain", Assert.Single(history.Arms).Name);
        Assert.Equal("spent", (await owner.HistoryAsync(Trial.Name, "spent"))!.Metric);
        Assert.Null(await owner.HistoryAsync(Trial.Name, "none"));
        Assert.Contains("<svg", await owner.PictureAsync(Trial.Name, null), StringComparison.Ordinal);

        await engine.StopAsync();
        await using TestEngine again = await TestEngine.StartAsync(engine.Folder);
        Assert.Equal(report.ResultsJson, (await ReportAsync(again)).ResultsJson);
        Assert.Equal(report.ResultsJson, Rebuilt(await LogOfAsync(again)));

        _ = await Experiments(again).StopAsync(Trial.Name, Me);
        await again.User("s1").RecordAsync([TestEvents.Make("s1", "purchase", "item-1", "after")]);
        ExperimentReport stopped = await ReportAsync(again);
        Assert.Equal((report.ResultsJson, ExperimentStatus.Stopped), (stopped.ResultsJson, stopped.Status));
    }

    [Fact]
    public async Task M2_invented_exposures_are_not_counted_and_their_events_are_stored()
    {
        await using TestEngine engine = await PreparedAsync();
        await RunAsync(engine);
        IUserGrain user = engine.User("ann");
        _ = await user.RecordAsync([TestEvents.Make("ann", "view", "item-1", "known")]);
        string own = (await user.RecommendAsync(Query, Stop)).RecommendationId;
        _ = await user.RecordAsync([TestEvents.Make("ann", "click", "item-1", "own") with { RecommendationId = own }]);
        ExperimentReport before = await ReportAsync(engine);

        DateTimeOffset at = RecommendationIds.ServedOf(own)!.Value.At;
        string invented = RecommendationIds.Make("x", 1, FallbackLevel.Fresh, at, "1");
        string[] forged = [invented, new RecommendationIdKey(new byte[32]).Sign(invented), own.Replace('~', 'x') + own];
        _ = await user.RecordAsync([.. forged.Select((id, i) =>
            TestEvents.Make("ann", "impression", "item-1", $"f{i}") with { RecommendationId = id })]);

        Assert.Equal(before.ResultsJson, (await ReportAsync(engine)).ResultsJson);
        Assert.Equal(
            [null, own, null, null, null],
            (await user.ExportAsync(0)).OfType<EventEntry>().Select(entry => entry.Event.RecommendationId));
    }

    [Fact]
    public async Task A_harmful_arm_breaches_its_guardrail_while_the_experiment_runs()
    {
        await using TestEngine engine = await PreparedAsync();
        await RunAsync(engine);
        for (int number = 0; number < 200; number++)
        {
            string id = $"h{number}";
            RecommendationList list = await ListAsync(engine, id);
            if (list.Arm == "variety/control" && number % 2 == 0)
            {
                _ = await engine.User(id).RecordAsync(
                    [TestEvents.Make(id, "purchase", "item-1", "p") with { Value = 10 }]);
            }
        }

        ExperimentReport report = await ReportAsync(engine);
        Assert.Equal([new GuardrailBreach("spent", "plain")], report.Breaches);
        Assert.Equal(Verdict.Worse, report.Results!.Of("bought", "plain").Verdict);
    }

    [Fact]
    public async Task A_visitor_merged_into_a_known_user_counts_once()
    {
        await using TestEngine engine = await PreparedAsync();
        await RunAsync(engine);
        RecommendationList seen = await ListAsync(engine, "visitor");
        _ = await engine.User("visitor").RecordAsync(
            [TestEvents.Make("visitor", "purchase", "item-1", "b1") with { Value = 7 }]);
        _ = await ListAsync(engine, "known");
        _ = await engine.User("known").MergeFromAsync(UserId.Create("known"), UserId.Create("visitor"));

        ExperimentReport report = await ReportAsync(engine);
        Assert.Equal(1, report.Arms.Sum(arm => arm.Units));
        Assert.Equal(seen.Arm, (await ListAsync(engine, "known")).Arm);
        Assert.Equal($"variety/{report.Arms.Single(arm => arm.Units == 1).Arm}", seen.Arm);
        Assert.Equal(report.ResultsJson, Rebuilt(await LogOfAsync(engine)));
    }

    [Fact]
    public async Task A_list_has_no_arm_while_the_entry_is_slow_and_has_it_afterwards()
    {
        GatedEventLog? gate = null;
        await using TestEngine engine = await PreparedAsync(services =>
            services.AddSingleton<IEventLog>(
                provider => gate = new GatedEventLog(ActivatorUtilities.CreateInstance<SqliteEventLog>(provider))));
        await RunAsync(engine);
        _ = await engine.User("ann").RecordAsync(TestEvents.One("ann", "view", "item-1", "first"));
        gate!.Close();
        RecommendationList without = await engine.User("ann").RecommendAsync(Query with { DeadlineMs = 2_000 }, Stop);
        Assert.Equal((FallbackLevel.Fresh, null), (without.FallbackLevel, without.Arm));
        gate.Open();
        RecommendationList with = await Eventually.Async(
            async () => await engine.User("ann").RecommendAsync(Query, Stop), list => list.Arm is not null);
        Assert.Equal(FallbackLevel.Fresh, with.FallbackLevel);
        Assert.Equal(1, (await ReportAsync(engine)).Arms.Sum(arm => arm.Units));
    }

    [Fact]
    public async Task All_problems_of_an_experiment_are_reported_and_nothing_changes()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        IExperimentsGrain experiments = Experiments(engine);
        Assert.Equal(
            "malformed", Assert.Single((await experiments.CreateAsync("{\"name\":\"x\",\"arms\":7}", Me)).Errors).Code);
        const string Refused =
            """{"name":"","arms":[{"name":"a","weight":1,"patch":{"sources":["none"]}}],"metrics":[{"name":"m"}]}""";
        ExperimentAnswer refused = await experiments.CreateAsync(Refused, Me);
        Assert.Equal(
            ["$.arms", "$.arms[0].patch.sources", "$.metrics[0].outcome", "$.name"],
            refused.Errors.Select(error => error.Path).Order(StringComparer.Ordinal));

        Assert.Empty((await experiments.CreateAsync(Trial.Json(), Me)).Errors);
        Assert.Empty((await experiments.RegisterAsync(Trial.Definition("second"), Me)).Errors);
        ExperimentDefinition unfit = ExperimentJson.ReadDefinition(Refused, out _)!;
        Assert.Equal(refused.Errors, (await experiments.RegisterAsync(unfit, Me)).Errors);
        _ = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await experiments.CreateAsync(Trial.Json(), Me));
        _ = await Assert.ThrowsAsync<KeyNotFoundException>(async () => await experiments.StartAsync("none", Me));
        Assert.Empty((await experiments.StartAsync(Trial.Name, Me)).Errors);
        ValidationError clash = Assert.Single((await experiments.StartAsync("second", Me)).Errors);
        Assert.Equal("$.arms", clash.Path);
        Assert.Equal(
            [ExperimentStatus.Draft, ExperimentStatus.Running],
            (await experiments.GetAsync()).Experiments.Select(experiment => experiment.Status));
        Assert.All((await experiments.GetAsync()).Experiments, AssertSameInBothForms);
        Assert.Equal("$.share", Assert.Single((await experiments.RampAsync(Trial.Name, 0.5, Me)).Errors).Path);
        Assert.Empty((await experiments.RampAsync("second", 1, Me)).Errors);
    }

    private static void AssertSameInBothForms(ExperimentView experiment)
    {
        Assert.Equal(experiment.Status, experiment.Definition!.Status);
        Assert.Equal(experiment.DefinitionJson, ExperimentJson.Write(experiment.Definition));
    }

    private static async Task<TestEngine> PreparedAsync(
        Action<IServiceCollection>? change = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        TestEngine engine = await TestEngine.StartAsync(settings: settings, change: change);
        foreach (ImmutableArray<UserEvent> history in TestEvents.TwoTastes(users: 40, items: 30, eventsEach: 10))
        {
            _ = await engine.User(history[0].UserId.Value).RecordAsync(history);
        }

        _ = await engine.TrainAsync();
        return engine;
    }

    private static async Task RunAsync(TestEngine engine)
    {
        Assert.Empty((await Experiments(engine).CreateAsync(Trial.Json(), Me)).Errors);
        Assert.Empty((await Experiments(engine).StartAsync(Trial.Name, Me)).Errors);
    }

    /// <summary>Reads and sees two lists and clicks on one. Every fourth shopper buys.</summary>
    private static async Task ShopAsync(TestEngine engine, int number)
    {
        string id = $"s{number}";
        IUserGrain user = engine.User(id);
        string first = (await ListAsync(engine, id)).RecommendationId;
        string second = (await user.RecommendAsync(Query, Stop)).RecommendationId;
        _ = await user.RecordAsync(
        [
            TestEvents.Make(id, "impression", "item-1", "i1") with { RecommendationId = first },
            TestEvents.Make(id, "impression", "item-1", "i2") with { RecommendationId = second },
            TestEvents.Make(id, "click", "item-1", "c") with { RecommendationId = second },
        ]);
        if (number % 4 == 0)
        {
            _ = await user.RecordAsync([TestEvents.Make(id, "purchase", "item-1", "p") with { Value = number }]);
        }
    }

    /// <summary>Reads a list of a user who has an event, since only such users are units.</summary>
    private static async Task<RecommendationList> ListAsync(TestEngine engine, string id)
    {
        _ = await engine.User(id).RecordAsync(TestEvents.One(id, "view", "item-1", "first"));
        return await engine.User(id).RecommendAsync(Query, Stop);
    }

    private static async Task<int> UsersInMemoryAsync(TestEngine engine) =>
        (await engine.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
            .Where(statistic => statistic.GrainType.Contains("UserGrain", StringComparison.Ordinal))
            .Sum(statistic => statistic.ActivationCount);

    private static IExperimentsGrain Experiments(TestEngine engine) => engine.Grains.GetGrain<IExperimentsGrain>(0);

    private static async Task<ExperimentReport> ReportAsync(TestEngine engine) =>
        (await engine.Grains.GetGrain<IExperimentResultsGrain>(0).GetAsync(Trial.Name))!;

    private static async Task<IReadOnlyList<LogRecord>> LogOfAsync(TestEngine engine) =>
        await engine.Services.GetRequiredService<IEventFeed>().ReadAllAsync(0, 100_000, Stop);

    /// <summary>Computes the results from the log alone, user by user, without the stored metric deltas.</summary>
    private static string Rebuilt(IEnumerable<LogRecord> log)
    {
        ExperimentStatistics sum = ExperimentStatistics.Empty;
        foreach (IGrouping<string, LogRecord> user in log.GroupBy(record => record.UserKey))
        {
            sum += RebuiltUser.PartOf([.. user.Select(record => record.Entry)], Trial.Definition());
        }

        return ExperimentJson.Write(ExperimentAnalyst.Analyse(Trial.Definition(), sum));
    }
}
