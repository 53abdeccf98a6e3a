using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Models;

namespace Personalization.ClusterTests.Grains;

/// <summary>The comparison with the live version when versions go live at once.</summary>
public sealed class PromotionTests
{
    [Fact]
    public async Task A_version_that_is_certainly_worse_than_the_live_one_is_refused_without_a_rollout()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        foreach (ImmutableArray<UserEvent> events in TestEvents.TwoTastes(users: 60, items: 30, eventsEach: 10))
        {
            _ = await engine.User(events[0].UserId.Value).RecordAsync(
                events, TestContext.Current.CancellationToken);
        }

        ModelVersion live = await engine.TrainAsync();
        IModelGrain models = engine.Grains.GetGrain<IModelGrain>(0);
        await models.CompleteTrainingAsync(live with
        {
            Version = "worse",
            Report = live.Report with
            {
                AgainstLive = new(live.Version, 500, new(0, 0.05, 0, 0), new(0, 0.1, 0, 0), -0.05, 0.01),
            },
        }, null);

        ModelCatalog catalog = await models.GetAsync();
        ModelVersion worse = catalog.Versions.Single(version => version.Version == "worse");
        Assert.Equal(live.Version, catalog.Live);
        Assert.Equal((ModelVersionStatus.Refused, false), (worse.Status, worse.Report.Passed));
        Assert.Equal(
            $"Refused: Worse than the live version: NDCG 0.0500 against 0.1000 of {live.Version} on 500 test cases, "
                + "difference -0.0500 with a standard error of 0.0100.",
            worse.Report.Verdict);
    }
}
