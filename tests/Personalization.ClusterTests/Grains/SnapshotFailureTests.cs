using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Users;
using Personalization.Grains;
using Personalization.Grains.Users;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.GrainState;

namespace Personalization.ClusterTests.Grains;

public sealed class SnapshotFailureTests
{
    /// <summary>
    /// The runtime wraps what a grain store throws. A snapshot that fails must not fail a later write or an erasure.
    /// </summary>
    [Fact]
    public async Task A_failed_snapshot_is_counted_tried_again_and_fails_no_write()
    {
        FailingStorage? storage = null;
        await using TestEngine engine = await TestEngine.StartAsync(
            settings: new Dictionary<string, string?> { ["Personalization:Profiles:SnapshotEvery"] = "5" },
            change: services => services.AddKeyedSingleton<IGrainStorage>(
                "profiles", (provider, _) => storage = new FailingStorage(provider)));
        using MeterListener meter = Count(out Func<long> failures);
        await RecordAsync(engine, 0);
        storage!.IsFailing = true;
        await RecordAsync(engine, 10);
        Assert.True(failures() > 0);
        Assert.False(await engine.User("ann").EnsureSnapshotAsync(20));
        await RecordAsync(engine, 20);
        Assert.Equal(30, (await engine.User("ann").GetAsync())!.EventCount);

        storage.IsFailing = false;
        await RecordAsync(engine, 30);
        Assert.True(await engine.User("ann").EnsureSnapshotAsync(40));
        Assert.Equal(40, await engine.User("ann").ForgetAsync());
    }

    private static async Task RecordAsync(TestEngine engine, int first)
    {
        for (int i = first; i < first + 10; i++)
        {
            EventAck ack = Assert.Single(
                await engine.User("ann").RecordAsync(TestEvents.One("ann", "view", "a", $"e{i}")));
            Assert.Equal(EventStatus.Accepted, ack.Status);
        }
    }

    private static MeterListener Count(out Func<long> failures)
    {
        long count = 0;
        MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, all) =>
            {
                if (instrument.Meter.Name == UserMetrics.MeterName)
                {
                    all.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref count, value));
        listener.Start();
        failures = () => Interlocked.Read(ref count);
        return listener;
    }

    /// <summary>The real grain storage, whose writes fail as on a broken disk.</summary>
    private sealed class FailingStorage(IServiceProvider provider) : IGrainStorage
    {
        private readonly SqliteGrainStorage _inner = new(
            provider.GetRequiredService<SqliteStore>(),
            new GrainStateSerializer(),
            provider.GetRequiredService<IActivatorProvider>());

        public bool IsFailing { get; set; }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            _inner.ReadStateAsync(stateName, grainId, grainState);

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => IsFailing
            ? throw new IOException("The test's disk is broken.")
            : _inner.WriteStateAsync(stateName, grainId, grainState);

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            _inner.ClearStateAsync(stateName, grainId, grainState);
    }
}
