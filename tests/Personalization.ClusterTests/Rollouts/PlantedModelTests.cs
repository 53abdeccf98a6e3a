using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Rollouts;
using Personalization.Abstractions.Stores;
using Personalization.Abstractions.Users;
using Personalization.ClusterTests.Grains;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Rollouts;
using Personalization.Engine.Training;
using Personalization.Grains.Serving;
using Personalization.Testing;

namespace Personalization.ClusterTests.Rollouts;

/// <summary>
/// The whole engine and shoppers of two tastes, who buy if the list matches their taste. The test plants a model that
/// learned every taste reversed. Its report claims that it passed the promotion gate.
/// </summary>
public sealed class PlantedModelTests(ITestOutputHelper output)
{
    private const string Bad = "99990101-upside-down";
    private const int MaxShoppers = 60_000;
    private const int Batch = 500;

    /// <summary>The longest time in which the rollout makes no progress.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Personalization:Serving:RefreshSeconds"] = "1",
        ["Personalization:Rollout:Mode"] = "Staged",
        ["Personalization:Rollout:ShadowMinutes"] = "0",
        ["Personalization:Rollout:ShadowShare"] = "0.2",
        ["Personalization:Rollout:ShadowLists"] = "50",
        ["Personalization:Rollout:StepMinutes"] = "0",
        ["Personalization:Rollout:StepUsers"] = "150",
        ["Personalization:Rollout:PlannedUsers"] = "1000",
        ["Personalization:Rollout:LatencyFloorMs"] = "10000",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_canary_detects_a_planted_bad_model_and_rolls_it_back()
    {
        await using TestEngine engine = await TestEngine.StartAsync(settings: Settings);
        foreach (ImmutableArray<UserEvent> events in TestEvents.TwoTastes(users: 60, items: 40, eventsEach: 12))
        {
            _ = await engine.User(events[0].UserId.Value).RecordAsync(events);
        }

        ModelVersion good = await engine.TrainAsync();
        await PlantAsync(engine);
        IRolloutGrain rollouts = engine.Grains.GetGrain<IRolloutGrain>(0);
        List<string> exposed = [];
        int shoppers = 0;
        int canaryShoppers = 0;
        ProgressLimit limit = new(Limit, TimeProvider.System);
        Rollout? rollout = null;
        while (rollout is not { IsActive: false })
        {
            // Only shoppers of the canary stage are limited: silos report by the clock, so a fast machine sends more
            // shoppers before that stage.
            bool isStalled = limit.IsExceeded((rollout?.Stage, rollout?.Share, canaryShoppers));
            Assert.True(canaryShoppers < MaxShoppers && !isStalled, $"After {shoppers} shoppers the rollout is at "
                + $"{rollout?.Stage}, {rollout?.Share}: "
                + $"{string.Join("; ", rollout?.Canary?.Guardrails.Select(guardrail => guardrail.Why) ?? [])}");
            bool[] exposures = await Task.WhenAll(
                Enumerable.Range(shoppers, Batch).Select(number => ShopAsync(engine, number)));
            exposed.AddRange(exposures.Index().Where(one => one.Item).Select(one => Name(shoppers + one.Index)));
            shoppers += Batch;
            canaryShoppers += rollout is { Stage: RolloutStage.Canary } ? Batch : 0;
            rollout = (await rollouts.GetAsync()).FirstOrDefault();
        }

        output.WriteLine($"{rollout.Stage} after {shoppers} shoppers; {exposed.Count} of them, "
            + $"{(double)exposed.Count / shoppers:P2}, were exposed to the version: {rollout.Audit[^1].Why}");
        Assert.Equal((RolloutStage.RolledBack, Bad, good.Version), (rollout.Stage, rollout.Version, rollout.Base));
        Assert.Contains("conversion: ", rollout.Audit[^1].Why, StringComparison.Ordinal);
        Assert.Equal(RolloutMachine.Engine, rollout.Audit[^1].Who);
        Assert.InRange(exposed.Count, 100, 0.03 * shoppers);
        Assert.Equal(0.01, rollout.MostShare);
        Assert.True(
            rollout.Shadow!.Lists >= 50 && rollout.Shadow.Overlap < 0.5,
            $"{rollout.Shadow.Lists} lists compared, overlap {rollout.Shadow.Overlap}");
        Assert.True(rollout.Canary!.LiftHigh < -0.5, $"lift {rollout.Canary.LiftLow} to {rollout.Canary.LiftHigh}");
        _ = await Eventually.Async(
            () => StandingAsync(engine), standing => standing == (good.Version, ModelVersionStatus.RolledBack));
        ExperimentHolder experiments = engine.Services.GetRequiredService<ExperimentHolder>();
        _ = await Eventually.Async(() => Task.FromResult(experiments.Current.Measured.Count), running => running == 0);
        foreach (string shopper in exposed.Take(20))
        {
            RecommendationList list = await engine.User(shopper).RecommendAsync(
                new RecommendationQuery { DeadlineMs = 10_000 }, Stop);
            Assert.Equal((good.Version, null), (list.ModelVersion, list.Arm));
        }
    }

    /// <summary>
    /// Views two items of one taste, reads the list, and buys from it if most items match that taste.
    /// </summary>
    /// <returns>True if the list came from the planted model.</returns>
    private static async Task<bool> ShopAsync(TestEngine engine, int number)
    {
        string shopper = Name(number);
        int taste = number % 2;
        _ = await engine.User(shopper).RecordAsync(
        [
            TestEvents.Make(shopper, "view", $"item-{taste + (2 * (number % 10))}", $"{shopper}-1"),
            TestEvents.Make(shopper, "view", $"item-{taste + (2 * (number % 7))}", $"{shopper}-2"),
        ]);
        RecommendationList list = await engine.User(shopper).RecommendAsync(
            new RecommendationQuery { Count = 10, DeadlineMs = 10_000 }, Stop);
        int toTaste = list.Items.Count(
            item => int.Parse(item.ItemId.Value.AsSpan(5), CultureInfo.InvariantCulture) % 2 == taste);
        if (toTaste > list.Items.Length / 2 && number % 3 != 0)
        {
            UserEvent bought = TestEvents.Make(shopper, "purchase", list.Items[0].ItemId.Value, $"{shopper}-3") with
            {
                RecommendationId = list.RecommendationId
            };
            _ = await engine.User(shopper).RecordAsync([bought]);
        }

        return list.ModelVersion == Bad;
    }

    /// <summary>Trains a model on a log in which users view items of one taste and buy items of the other.</summary>
    private static async Task PlantAsync(TestEngine engine)
    {
        TrainingLogBuilder log = new(EventVocabulary.Default);
        long position = 0;
        foreach (UserEvent done in TestEvents.TwoTastes(users: 200, items: 40, eventsEach: 12)
            .SelectMany(events => events))
        {
            int number = int.Parse(done.ItemId.Value.AsSpan(5), CultureInfo.InvariantCulture);
            bool isSeed = done.Type == EventTypes.View && number < 20;
            UserEvent turned = done with
            {
                ItemId = ItemId.Create($"item-{(isSeed ? number : number ^ 1)}"),
                Type = isSeed ? EventTypes.View : EventTypes.Purchase
            };
            log.Add(new LogRecord(
                ++position,
                UserKey.Encode(done.UserId),
                new EventEntry { Sequence = position, ReceivedAt = done.OccurredAt, Event = turned }));
        }

        TrainingOptions options = new() { Factors = 16, Search = false, RankerTrees = 0 };
        TrainedModel trained = ModelTrainer.Train(
            log.Build(), options, Bad, TimeProvider.System.GetUtcNow(), null, Stop);
        await engine.Services.GetRequiredService<IModelStore>().WriteAsync(Bad, trained.Files, Stop);
        await engine.Grains.GetGrain<IModelGrain>(0).CompleteTrainingAsync(trained.Version with
        {
            Report = trained.Version.Report with { Passed = true, Verdict = "Passed, as planted." }
        }, null);
    }

    private static async Task<(string? Live, ModelVersionStatus Bad)> StandingAsync(TestEngine engine)
    {
        ModelCatalog catalog = await engine.Grains.GetGrain<IModelGrain>(0).GetAsync();
        return (catalog.Live, catalog.Versions.Single(version => version.Version == Bad).Status);
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"shopper-{number}");
}
