using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Recommendations;
using Personalization.Grains.Serving;
using Personalization.Hosting.Health;

namespace Personalization.ClusterTests.Grains;

/// <summary>H4: a damaged file of the live model and a restart.</summary>
public sealed class DamagedModelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task H4_lists_come_from_the_previous_version_when_a_bit_of_the_live_one_flips()
    {
        await using TestEngine first = await TestEngine.StartAsync();
        await LoadAsync(first);
        ModelVersion one = await first.TrainAsync();
        ModelVersion two = await first.TrainAsync();
        await first.StopAsync();
        FlipBit(first.Folder, two.Version);

        await using TestEngine second = await TestEngine.StartAsync(first.Folder);
        RecommendationList list = await FirstListAsync(second);
        Assert.Equal((FallbackLevel.Fresh, one.Version), (list.FallbackLevel, list.ModelVersion));
        RecommendationList popular = await second.Grains.GetGrain<IItemListsGrain>(0).PopularAsync(10, null);
        Assert.Equal(
            (FallbackLevel.Popular, "modelDamaged", 10),
            (popular.FallbackLevel, popular.FallbackReason, popular.Items.Length));
        await AssertDegradedAsync(second, two.Version, one.Version);
    }

    [Fact]
    public async Task H4_lists_are_popular_when_the_only_version_is_damaged()
    {
        await using TestEngine first = await TestEngine.StartAsync();
        await LoadAsync(first);
        ModelVersion only = await first.TrainAsync();
        await first.StopAsync();
        FlipBit(first.Folder, only.Version);

        await using TestEngine second = await TestEngine.StartAsync(first.Folder);
        RecommendationList list = await FirstListAsync(second);
        Assert.Equal(
            (FallbackLevel.Popular, "noModel", 10), (list.FallbackLevel, list.FallbackReason, list.Items.Length));
        RecommendationList popular = await second.Grains.GetGrain<IItemListsGrain>(0).PopularAsync(10, null);
        Assert.Equal(10, popular.Items.Length);
        await AssertDegradedAsync(second, only.Version, "popular items");

        // The next training heals it.
        ModelVersion next = await second.TrainAsync();
        Assert.Equal(next.Version, (await FirstListAsync(second)).ModelVersion);
        _ = await Eventually.Async(
            () => HealthAsync(second), found => found.Status == HealthResponse.Ok, found => found.Status);
    }

    private static async Task<RecommendationList> FirstListAsync(TestEngine engine)
    {
        ServingHolder holder = engine.Services.GetRequiredService<ServingHolder>();
        _ = await Eventually.Async(() => Task.FromResult(holder.IsLoaded), loaded => loaded);
        return await engine.User("somebody").RecommendAsync(
            new RecommendationQuery { Count = 10, DeadlineMs = 10_000 }, Stop);
    }

    private static async Task AssertDegradedAsync(TestEngine engine, string damaged, string serves)
    {
        // A silo that still warms up is not ready yet.
        HealthResponse health = await Eventually.Async(
            () => HealthAsync(engine), found => found.Status == HealthResponse.Degraded, found => found.Status);
        HealthCheckResponse silo = Assert.Single(health.Checks, check => check.Name == "silo");
        Assert.Contains(damaged, silo.Detail!, StringComparison.Ordinal);
        Assert.Contains(serves, silo.Detail!, StringComparison.Ordinal);
    }

    private static Task<HealthResponse> HealthAsync(TestEngine engine) => new Hosting.Health.HealthReport(
        engine.Services.GetRequiredService<HealthCheckService>(), TimeProvider.System).CheckAsync(Stop);

    private static void FlipBit(string folder, string version)
    {
        string file = Assert.Single(
            Directory.EnumerateFiles(folder, "popular.bin", SearchOption.AllDirectories),
            path => path.Contains(version, StringComparison.Ordinal));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private static async Task LoadAsync(TestEngine engine)
    {
        foreach (ImmutableArray<UserEvent> events in TestEvents.TwoTastes(users: 40, items: 30, eventsEach: 10))
        {
            _ = await engine.User(events[0].UserId.Value).RecordAsync(events, Stop);
        }
    }
}
