using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Users;
using Personalization.Grains.Serving;

namespace Personalization.ClusterTests.Grains;

/// <summary>Automatic retraining in the real engine.</summary>
public sealed class RetrainingTests
{
    [Fact]
    public async Task Retraining_starts_after_enough_new_events_and_never_before_the_first_training()
    {
        await using TestEngine engine = await TestEngine.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Personalization:Retraining:EveryHours"] = "0",
            ["Personalization:Retraining:NewEventsShare"] = "0.5",
            ["Personalization:Retraining:MinNewEvents"] = "100",
            ["Personalization:Retraining:MinMinutes"] = "0",
        });
        List<ImmutableArray<UserEvent>> users = [.. TestEvents.TwoTastes(users: 90, items: 30, eventsEach: 10)];
        await RecordAsync(engine, users.Take(60));
        IModelGrain models = engine.Grains.GetGrain<IModelGrain>(0);
        ModelVersion first = await engine.TrainAsync();
        Assert.Equal(600, first.Events);
        Assert.True(first.Baseline!.Counts.Sum() > 0);

        // The report is sent twice; the second one holds no new events.
        await RecordAsync(engine, users.Take(60));
        await RecordAsync(engine, users.Skip(60));
        ModelCatalog after = await Eventually.Async(
            async () => await models.GetAsync(),
            catalog => catalog.Versions[0].Version != first.Version && !catalog.Training.Running);
        Assert.Equal((2, 900L), (after.Versions.Length, after.Versions[0].Events));
        ServingHolder serving = engine.Services.GetRequiredService<ServingHolder>();
        _ = await Eventually.Async(
            () => Task.FromResult(serving.Current.Model?.Version), version => version == after.Versions[0].Version);
    }

    private static async Task RecordAsync(TestEngine engine, IEnumerable<ImmutableArray<UserEvent>> users)
    {
        foreach (ImmutableArray<UserEvent> events in users)
        {
            _ = await engine.User(events[0].UserId.Value).RecordAsync(events);
        }
    }
}
