using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Users;
using Personalization.Engine.DataQuality;
using Personalization.Grains.DataQuality;

namespace Personalization.ClusterTests.Grains;

/// <summary>
/// Data quality monitoring in the real engine: marked events, breaks, events left out of training, restarts.
/// </summary>
public sealed class DataQualityTests
{
    private static readonly DataQualityOptions Options =
        new() { WindowSeconds = 1, ReportSeconds = 1, LearnMinutes = 60 };

    private static readonly Dictionary<string, string?> Settings = new()
    {
        // Only the reports of this test count.
        ["Personalization:DataQuality:Enabled"] = "false",
        ["Personalization:DataQuality:WindowSeconds"] = "1",
        ["Personalization:DataQuality:ReportSeconds"] = "1",
        ["Personalization:DataQuality:LearnMinutes"] = "60",
        ["Personalization:Training:MinCases"] = "1",
    };

    [Fact]
    public async Task A_break_pauses_training_marks_its_events_and_survives_a_restart()
    {
        await using TestEngine engine = await StartWithPastAsync();
        using MeterListener meter = Listen(out List<(string Key, string Kind, int Value)> measured);
        await RecordAsync(engine, "before", source: "web");
        // a mark covers the time by which counts may be late
        DateTimeOffset later = TimeProvider.System.GetUtcNow().AddSeconds(3);
        _ = await ReportUntilAsync(engine, invalid: 0, _ => TimeProvider.System.GetUtcNow() > later);
        _ = await ReportUntilAsync(engine, invalid: 100, view => view.HoldsTraining);
        await RecordAsync(engine, "during", source: "web");
        await RecordAsync(engine, "other", source: "app");

        DataQualityWindow window = Assert.Single((await Watch(engine).GetAsync()).Windows);
        Assert.Equal(BreakKind.Rejects, Assert.Single(window.Breaks).Kind);
        Assert.Contains("itemId required", window.Breaks[0].Reason, StringComparison.Ordinal);
        meter.RecordObservableInstruments();
        Assert.Contains(("web", "rejects", 1), measured);
        (TrainingStatus status, bool started) = await engine.Grains.GetGrain<IModelGrain>(0).TrainAsync(null);
        Assert.False(started);
        Assert.Equal(TrainingStatus.Held, status.Step);

        await engine.StopAsync();
        await using TestEngine again = await TestEngine.StartAsync(engine.Folder, Settings);
        Assert.True((await Watch(again).GetAsync()).HoldsTraining);
        DataQualityView after = await ReportUntilAsync(again, invalid: 0, view => !view.HoldsTraining);
        Assert.Null(Assert.Single(after.Windows).ReleasedAt);

        Assert.Equal(20, (await again.TrainAsync()).Events);
        _ = await Watch(again).ReleaseAsync(window.Id);
        Assert.Equal(30, (await again.TrainAsync()).Events);
        _ = await Assert.ThrowsAsync<KeyNotFoundException>(async () => await Watch(again).ReleaseAsync(window.Id + 1));
    }

    [Fact]
    public async Task Events_of_a_merged_user_stay_excluded()
    {
        await using TestEngine engine = await StartWithPastAsync();
        _ = await ReportUntilAsync(engine, invalid: 100, view => view.HoldsTraining);
        await RecordAsync(engine, "anonymous", source: "web");
        _ = await ReportUntilAsync(engine, invalid: 0, view => !view.HoldsTraining);
        await RecordAsync(engine, "known", source: "web");
        _ = await engine.User("known").MergeFromAsync(UserId.Create("known"), UserId.Create("anonymous"));

        Assert.Equal(10, (await engine.TrainAsync()).Events);
    }

    [Fact]
    public async Task The_silo_counts_items_that_are_not_in_the_catalog()
    {
        await using TestEngine engine = await TestEngine.StartAsync(null, Settings);
        await RecordAsync(engine, "first", source: "web");
        DataQualityTallies tallies = engine.Services.GetRequiredService<DataQualityTallies>();
        Assert.Empty(tallies.Drain());

        _ = await engine.Grains.GetGrain<Abstractions.Catalog.ICatalogGrain>(0).PutAsync(
            [new() { Id = ItemId.Create("i1") }]);
        await RecordAsync(engine, "second", source: "web");

        KeyCounts counted = Assert.Single(tallies.Drain());
        Assert.Equal(("web", 9), (counted.Key, counted.Counts[DataQualityCounters.UnknownItems]));
    }

    /// <summary>Starts an engine that has monitored the key <c>web</c> for two hours.</summary>
    private static async Task<TestEngine> StartWithPastAsync()
    {
        TestEngine engine = await TestEngine.StartAsync(null, Settings);
        DataQualityMonitor past = new(Options, new DataQualityMonitorState());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        for (DateTimeOffset at = now.AddHours(-2); at < now.AddSeconds(-1); at = at.AddSeconds(1))
        {
            past.Take(Report(0), at);
            Assert.Empty(past.Advance(at));
        }

        IGrainStorage store = engine.Services.GetRequiredKeyedService<IGrainStorage>("models");
        await store.WriteStateAsync(
            "watch", Watch(engine).GetGrainId(), new GrainState<DataQualityMonitorState>(past.Save()));
        return engine;
    }

    private static IDataQualityGrain Watch(TestEngine engine) => engine.Grains.GetGrain<IDataQualityGrain>(0);

    private static async Task RecordAsync(TestEngine engine, string user, string source)
    {
        DateTimeOffset at = TimeProvider.System.GetUtcNow();
        _ = await engine.User(user).RecordAsync([.. Enumerable.Range(1, 10).Select(i => new UserEvent
        {
            EventId = $"{user}-{i}",
            UserId = UserId.Create(user),
            Type = EventTypes.View,
            ItemId = ItemId.Create($"i{i}"),
            OccurredAt = at,
            Source = source,
        })]);
    }

    /// <summary>Repeats reports, as API processes do, until the monitoring has the wanted state.</summary>
    private static Task<DataQualityView> ReportUntilAsync(
        TestEngine engine, int invalid, Func<DataQualityView, bool> wanted) => Eventually.Async(
        async () =>
        {
            await Watch(engine).ReportAsync(Report(invalid));
            return await Watch(engine).GetAsync();
        },
        wanted);

    /// <summary>Gets a report of 100 events, some of them invalid.</summary>
    private static DataQualityReport Report(int invalid)
    {
        ImmutableDictionary<string, int> counts = ImmutableDictionary<string, int>.Empty
            .Add("received", 100)
            .Add("type:view", 100 - invalid);
        return new DataQualityReport(true, [new KeyCounts(
            "web", invalid > 0 ? counts.Add("rejected", invalid).Add("reject:itemId:required", invalid) : counts)]);
    }

    private static MeterListener Listen(out List<(string Key, string Kind, int Value)> measured)
    {
        List<(string, string, int)> found = measured = [];
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, all) =>
            {
                if (instrument.Meter.Name == DataQualityMetrics.MeterName)
                {
                    all.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>(
            (_, value, tags, _) => found.Add(((string)tags[0].Value!, (string)tags[1].Value!, value)));
        listener.Start();
        return listener;
    }
}
