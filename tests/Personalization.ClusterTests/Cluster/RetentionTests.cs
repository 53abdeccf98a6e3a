using Personalization.Abstractions.Events;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Users;
using Personalization.ClusterTests.Grains;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Cluster;

/// <summary>A profile survives the deletion of its events from the log.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task A_snapshot_replaces_deleted_log_entries_also_under_other_settings()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using (TestEngine engine = await StartAsync(database, halfLifeDays: 30))
        {
            _ = await engine.User("ann").RecordAsync(
                [.. Enumerable.Range(0, 3).Select(i => TestEvents.Make("ann", "view", $"i{i}", $"e{i}"))]);
            Assert.True(await engine.User("ann").EnsureSnapshotAsync(3));
            Assert.False(await engine.User("ann").EnsureSnapshotAsync(4)); // entry 4 does not exist
        }

        await database.ExecuteAsync("DELETE FROM log_entry");
        await using TestEngine later = await StartAsync(database, halfLifeDays: 7);
        UserView ann = (await later.User("ann").GetAsync())!;
        Assert.Equal((3, 3), (ann.ProfileVersion, ann.EventCount));
        Assert.Equal(
            [new EventAck(EventStatus.Accepted, 4)],
            await later.User("ann").RecordAsync(TestEvents.One("ann", "view", "i9", "e9")));
    }

    private static Task<TestEngine> StartAsync(TestDatabase database, int halfLifeDays) =>
        TestEngine.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Personalization:Profile"] = "Postgres",
            ["Personalization:Postgres:ConnectionString"] = database.ConnectionString,
            ["Personalization:Postgres:PartitionDays"] = "1",
            ["Personalization:Postgres:RetentionDays"] = "1",
            ["Personalization:Profiles:HalfLifeDays"] = $"{halfLifeDays}",
        });
}
