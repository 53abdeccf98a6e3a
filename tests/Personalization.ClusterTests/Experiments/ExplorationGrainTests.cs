using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;
using Personalization.ClusterTests.Grains;
using Personalization.Grains.Serving;

namespace Personalization.ClusterTests.Experiments;

/// <summary>
/// Exploration slots on the real engine. The log holds each draw and its outcome, and the engine learns from them, also
/// after a restart.
/// </summary>
public sealed class ExplorationGrainTests
{
    private static readonly Dictionary<string, string?> Exploring = new()
    {
        ["Personalization:Placements:default:Exploration:Share"] = "1",
        ["Personalization:Placements:default:Exploration:Slots"] = "0,2",
        ["Personalization:Serving:RefreshSeconds"] = "1",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draws_are_logged_with_their_propensity_and_update_the_rewards()
    {
        await using TestEngine engine = await TestEngine.StartAsync(settings: Exploring);
        foreach (ImmutableArray<UserEvent> history in TestEvents.TwoTastes(users: 40, items: 60, eventsEach: 10))
        {
            _ = await engine.User(history[0].UserId.Value).RecordAsync(history);
        }

        _ = await engine.TrainAsync();
        RecommendationList list = await engine.User("ann").RecommendAsync(
            new RecommendationQuery { Count = 5, DeadlineMs = 20_000 }, Stop);
        RecommendedItem drawn = list.Items[2];
        Assert.Equal([true, false, true, false, false], list.Items.Select(item => item.Propensity is > 0 and <= 1));
        Assert.Contains(
            "\"propensity\":",
            System.Text.Encoding.UTF8.GetString(ListJson.Render(list).Items),
            StringComparison.Ordinal);
        _ = await engine.User("ann").RecordAsync([
            TestEvents.Make("ann", "click", drawn.ItemId.Value, "c") with { RecommendationId = list.RecommendationId }
        ]);

        ImmutableArray<LogEntry> log = await engine.User("ann").ExportAsync(0);
        ExploredEntry explored = Assert.IsType<ExploredEntry>(log[0]);
        _ = Assert.IsType<EventEntry>(log[1]);
        Assert.Equal(list.RecommendationId, explored.RecommendationId);
        Assert.Equal(
            [(0, list.Items[0].ItemId, list.Items[0].Propensity!.Value), (2, drawn.ItemId, drawn.Propensity!.Value)],
            explored.Draws.Select(draw => (draw.Position, draw.Item, draw.Propensity)));

        await LearnsAsync(engine, drawn.ItemId, list.Items[0].ItemId);
        await engine.StopAsync();
        await using TestEngine again = await TestEngine.StartAsync(engine.Folder, Exploring);
        await LearnsAsync(again, drawn.ItemId, list.Items[0].ItemId);
    }

    [Fact]
    public async Task An_arm_may_explore_where_the_placement_does_not()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        foreach (ImmutableArray<UserEvent> history in TestEvents.TwoTastes(users: 40, items: 30, eventsEach: 10))
        {
            _ = await engine.User(history[0].UserId.Value).RecordAsync(history);
        }

        _ = await engine.TrainAsync();
        IExperimentsGrain experiments = engine.Grains.GetGrain<IExperimentsGrain>(0);
        Assert.Empty((await experiments.CreateAsync(
            """
            {"name":"curious",
             "arms":[{"name":"control","weight":1,"patch":{}},
              {"name":"epsilon","weight":1,
               "patch":{"exploration":{"policy":"epsilon","slots":[1],"epsilon":0.3}}}],
             "metrics":[{"name":"bought","kind":"proportion","outcome":{"eventTypes":["purchase"]}}]}
            """,
            new ChangeNote("test"))).Errors);
        Assert.Empty((await experiments.StartAsync("curious", new ChangeNote("test"))).Errors);
        HashSet<string?> arms = [];
        for (int user = 0; user < 20; user++)
        {
            _ = await engine.User($"u{user}").RecordAsync(TestEvents.One($"u{user}", "view", "item-1", "first"));
            RecommendationList list = await engine.User($"u{user}").RecommendAsync(
                new RecommendationQuery { Count = 5, DeadlineMs = 20_000 }, Stop);
            _ = arms.Add(list.Arm);
            Assert.Equal(
                list.Arm == "curious/epsilon" ? [1] : [],
                list.Items.Index().Where(item => item.Item.Propensity is not null).Select(item => item.Index));
        }

        Assert.Equal(2, arms.Count);
    }

    private static async Task LearnsAsync(TestEngine engine, ItemId clicked, ItemId shown)
    {
        RewardHolder rewards = engine.Services.GetRequiredService<RewardHolder>();
        double[] alike = [1, 1, 1];
        _ = await Eventually.Async(
            () => Task.FromResult(rewards.Current.Predict(clicked, alike) - rewards.Current.Predict(shown, alike)),
            difference => difference > 0);
    }
}
