using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Hosting.Health;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Testing;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Defect M6: damage in the file of the embedded store turns health red.</summary>
public sealed class StoreDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_check_of_an_intact_store_finds_nothing()
    {
        await FillAsync();
        await using SqliteStore store = SqliteTestStore.Open(_folder);

        await store.CheckAsync(Token);

        Assert.Null(store.Condition.Damage);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(store)).Status);
    }

    [Fact]
    public async Task A_check_finds_overwritten_pages()
    {
        await FillAsync();
        StoreDamage.Overwrite(_folder["store.db"]);

        // The start reads the log's index; the other pages are read by the check.
        await using SqliteStore store = SqliteTestStore.Open(_folder);

        await store.CheckAsync(Token);

        Assert.NotNull(store.Condition.Damage);
        Assert.Equal(HealthStatus.Unhealthy, (await HealthAsync(store)).Status);
    }

    [Fact]
    public async Task A_read_of_an_overwritten_page_is_remembered()
    {
        await FillAsync();
        StoreDamage.Overwrite(_folder["store.db"]);
        await using SqliteStore store = SqliteTestStore.Open(_folder);

        _ = await Assert.ThrowsAnyAsync<Exception>(
            async () => await new SqliteEventLog(store).ReadAllAsync(0, 100_000, Token));

        Assert.NotNull(store.Condition.Damage);
        Assert.Equal(HealthStatus.Unhealthy, (await HealthAsync(store)).Status);
    }

    [Fact]
    public async Task A_write_to_an_overwritten_page_is_remembered()
    {
        await FillAsync();
        StoreDamage.Overwrite(_folder["store.db"]);
        await using SqliteStore store = SqliteTestStore.Open(_folder);

        _ = await Assert.ThrowsAsync<IOException>(
            async () => await new SqliteEventLog(store).AppendAsync("user-700", Entries.Views(2, 1), Token));

        Assert.NotNull(store.Condition.Damage);
    }

    [Fact]
    public async Task The_nightly_check_finds_damage_that_no_call_has_reached()
    {
        await FillAsync();
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        TimerSignal time = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
        await using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using StoreCheckService service = new(
            store, time, services.GetRequiredService<IMeterFactory>(), NullLogger<StoreCheckService>.Instance);
        Task firstCheckEnded = time.NextTimerAsync();
        await service.StartAsync(Token);
        await firstCheckEnded.WaitAsync(Token);
        Assert.Null(store.Condition.Damage);

        StoreDamage.Overwrite(_folder["store.db"]);
        Task nightlyCheckEnded = time.NextTimerAsync();
        time.Advance(TimeSpan.FromHours(14.9));
        Assert.False(nightlyCheckEnded.IsCompleted);
        time.Advance(TimeSpan.FromHours(0.2));
        await nightlyCheckEnded.WaitAsync(Token);

        Assert.NotNull(store.Condition.Damage);
        await service.StopAsync(Token);
    }

    private static Task<HealthCheckResult> HealthAsync(SqliteStore store) =>
        new StoreHealthCheck(new SqliteEventLog(store), store.Condition).CheckHealthAsync(
            new HealthCheckContext(), Token);

    /// <summary>Writes 1,000 users and closes the store, so that everything is in the file.</summary>
    private async Task FillAsync()
    {
        await using SqliteStore store = SqliteTestStore.Open(_folder);
        SqliteEventLog log = new(store);
        _ = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(
            user => log.AppendAsync($"user-{user}", Entries.Views(1, 1), Token).AsTask()));
    }
}
