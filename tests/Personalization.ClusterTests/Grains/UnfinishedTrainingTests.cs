using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Stores;
using Personalization.Abstractions.Users;
using Personalization.Grains.Models;
using Personalization.Storage.Files;
using Personalization.Testing;

namespace Personalization.ClusterTests.Grains;

/// <summary>The stored state of an interrupted training, and the cases in which it does not resume.</summary>
public sealed class UnfinishedTrainingTests
{
    private const string Step = "choose-sessions";
    private static readonly ReadOnlyMemory<byte> Found = new byte[] { 1, 2, 3 };

    [Fact]
    public async Task Marks_and_steps_are_found_by_name_and_deleted_together()
    {
        using TempFolder folder = new();
        FileModelStore models = new(Path.Combine(folder.Path, "models"));
        TrainingResumePoints marks = new(models);
        UnfinishedTraining one = Training("20260101-000000-001", minutesAgo: 5);
        UnfinishedTraining other = Training("20260101-000000-002", minutesAgo: 3);
        await marks.BeginAsync(one, Stop);
        await marks.KeepAsync(one.Name, Step, Found, Stop);
        await marks.BeginAsync(other, Stop);
        await marks.BeginAsync(one with { Tries = 2, Owner = other.Owner }, Stop);
        Assert.Equal([other, one with { Tries = 2 }], await marks.FindAsync(Stop));
        Assert.Equal(Found.ToArray(), (await marks.StepsAsync(one.Name, Stop))[Step].ToArray());
        Assert.Empty(await marks.StepsAsync(other.Name, Stop));
        await marks.ForgetAsync(one.Name, Stop);
        Assert.Equal([other], await marks.FindAsync(Stop));
        Assert.Single(await models.ListAsync(Stop));
    }

    [Fact]
    public async Task A_training_of_another_log_restarts_under_a_new_name_and_leaves_nothing_behind()
    {
        using TempFolder folder = new();
        UnfinishedTraining planted = Training("20260101-000000-001", minutesAgo: 5);
        await PlantAsync(folder.Path, planted);
        await using TestEngine engine = await TestEngine.StartAsync(folder.Path);
        ModelCatalog catalog = await Eventually.Async(
            async () => await engine.Grains.GetGrain<IModelGrain>(0).GetAsync(),
            found => found.Versions.Length == 1 && !found.Training.Running);
        Assert.Null(catalog.Training.Error);
        Assert.NotEqual(planted.Name, catalog.Versions[0].Version);
        Assert.Equal(
            [catalog.Versions[0].Version], await engine.Services.GetRequiredService<IModelStore>().ListAsync(Stop));
    }

    [Theory]
    [InlineData(4, 5)]
    [InlineData(1, 25 * 60)]
    public async Task A_training_interrupted_too_often_or_long_ago_waits_for_the_next_request(
        int tries, int minutesAgo)
    {
        using TempFolder folder = new();
        await PlantAsync(folder.Path, Training("20260101-000000-001", minutesAgo) with { Tries = tries });
        await using TestEngine engine = await TestEngine.StartAsync(folder.Path);
        Assert.Empty(await engine.Services.GetRequiredService<TrainingRunner>().FindUnfinishedAsync(Stop));
        ModelVersion trained = await engine.TrainAsync();
        Assert.Equal([trained.Version], await engine.Services.GetRequiredService<IModelStore>().ListAsync(Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task PlantAsync(string folder, UnfinishedTraining training)
    {
        await using (TestEngine engine = await TestEngine.StartAsync(folder))
        {
            foreach (ImmutableArray<UserEvent> events in TestEvents.TwoTastes(users: 20, items: 30, eventsEach: 10))
            {
                _ = await engine.User(events[0].UserId.Value).RecordAsync(events);
            }
        }

        TrainingResumePoints marks = new(new FileModelStore(Path.Combine(folder, "models")));
        await marks.BeginAsync(training, Stop);
        await marks.KeepAsync(training.Name, Step, Found, Stop);
    }

    private static UnfinishedTraining Training(string name, int minutesAgo) =>
        new(name, 1, 10, "00", TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo))
        {
            Tries = 1,
            Owner = "127.0.0.1:11111@1"
        };
}
