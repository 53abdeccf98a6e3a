using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Stores;
using Personalization.Hosting.Telemetry;
using Personalization.Storage.Files;
using Personalization.Storage.Postgres;
using Personalization.Storage.Resilience;
using Personalization.Storage.Sqlite;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Testing;
using Personalization.Testing.EventLog;
using Personalization.Testing.Resilience;

namespace Personalization.IntegrationTests.Storage.Resilience;

/// <summary>Tests which store calls the pipelines retry.</summary>
public sealed class PipedStoreTests : IDisposable
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> Files =
        new() { ["a.bin"] = Encoding.UTF8.GetBytes("model") };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_version_is_written_despite_failures_before_or_after_storing(bool isStored)
    {
        FailingModelStore failing = new(new FileModelStore(_folder["models"]), failures: 2, isStored);
        PipedModelStore piped = new(failing, TestPipelines.Create());

        await piped.WriteAsync("v1", Files, Stop);

        Assert.Equal(["v1"], await piped.ListAsync(Stop));
        Assert.Equal("model", Encoding.UTF8.GetString((await piped.ReadAsync("v1", Stop))!["a.bin"].Span));
        Assert.Equal(isStored ? 1 : 3, failing.Writes);
        _ = await Assert.ThrowsAsync<IOException>(() => piped.WriteAsync("v1", Files, Stop));
        Assert.Equal(isStored ? 1 : 3, failing.Writes);
    }

    [Fact]
    public async Task A_persistent_store_failure_fails_the_write_with_the_original_error()
    {
        PipedModelStore piped = new(
            new FailingModelStore(new FileModelStore(_folder["models"]), failures: 99, isStored: false),
            TestPipelines.Create());

        Assert.Equal(
            "away", (await Assert.ThrowsAsync<IOException>(() => piped.WriteAsync("v1", Files, Stop))).Message);
        Assert.Empty(await piped.ListAsync(Stop));
    }

    [Fact]
    public async Task Reads_of_the_whole_log_are_retried_and_appends_are_not()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSqliteStorage(store => store.Path = _folder["log.db"])
            .BuildServiceProvider();
        FailingEventLog failing = new(services.GetRequiredService<SqliteEventLog>());
        PipedEventFeed feed = new(failing, TestPipelines.Create());
        MeasuredEventLog log = new(failing, services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        _ = await log.AppendAsync("ann", Entries.Views(1, 2), Stop);

        failing.Failures = 2;
        Assert.Equal(2, (await feed.ReadAllAsync(0, 10, Stop)).Count);
        failing.Failures = 1;
        _ = await Assert.ThrowsAsync<IOException>(() => log.AppendAsync("ann", Entries.Views(3, 1), Stop).AsTask());
        Assert.Equal(2, (await feed.ReadAllAsync(0, 10, Stop)).Count);
    }

    [Fact]
    public async Task An_unreachable_database_opens_the_breaker_and_the_error_says_nothing_was_stored()
    {
        ServiceCollection collection = new();
        _ = collection.AddLogging()
            .AddSingleton(new ResilienceOptions { BreakerMinimumCalls = 3, StoreBreakerOpenSeconds = 60 })
                .AddPostgresStorage(store =>
                {
                    store.ConnectionString =
                        $"Host=127.0.0.1;Port={LoopbackPort.Free()};Username=nobody;Database=none";
                    store.CommandTimeoutSeconds = 1;
                });
        await using ServiceProvider services = collection.BuildServiceProvider();
        IEventLog log = services.GetRequiredService<IEventLog>();

        StoreUnavailableException error = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => log.AppendAsync("ann", Entries.Views(1, 1), Stop).AsTask());

        Assert.Contains("nothing was stored", error.Message, StringComparison.Ordinal);
        Assert.Equal(["postgres"], services.GetRequiredService<Pipelines>().OpenBreakers);
    }
}
