using System.Runtime.CompilerServices;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Tests.Grains;

public sealed class ServingHolderTests
{
    private static readonly RecommendationQuery Ten = new() { Count = 10 };

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public void A_pinned_version_serves_only_requests_that_name_it()
    {
        TinyWorld world = new();
        ServingHolder holder = world.Holder;
        holder.SetModel(TinyWorld.Load("live"), TinyWorld.Load("next"));

        Assert.Equal("live", holder.For(null).Model!.Version);
        Assert.Equal("next", holder.For("next").Model!.Version);
        Assert.Equal("live", holder.For("live").Model!.Version);
        Assert.Same(holder.Current, holder.For("unknown"));
        Assert.Null(holder.Find("unknown"));
        Assert.Equal(1, holder.PinnedCount);
    }

    [Fact]
    public void A_catalog_change_reaches_every_version()
    {
        TinyWorld world = new();
        world.Holder.SetModel(TinyWorld.Load("live"), TinyWorld.Load("next"));
        world.Change(TinyWorld.Item(4, available: false));

        Assert.All(new[] { "live", "next" }, version =>
        {
            Assert.Equal(2, world.Holder.For(version).Catalog.Epoch);
            Assert.True(world.Holder.For(version).Model!.Items.TryGet("i4", out int number));
            Assert.False(world.Holder.For(version).ItemOf(number)!.Available);
        });
        Assert.True(world.Holder.TryApply(new CatalogChange(3, [TinyWorld.Item(4)])));
    }

    [Fact]
    public void Lists_stay_current_while_another_version_is_pinned_or_unpinned()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        DateTimeOffset ranked = world.Lists.Recommend(world.Profile, Ten, None).RankedAt;
        world.Time.Advance(TimeSpan.FromSeconds(1));
        world.Holder.SetModel(world.Holder.Current.Model, TinyWorld.Load("next"));
        Assert.Equal(ranked, world.Lists.Recommend(world.Profile, Ten, None).RankedAt);
        world.Holder.SetModel(world.Holder.Current.Model);
        Assert.Equal(ranked, world.Lists.Recommend(world.Profile, Ten, None).RankedAt);
    }

    [Fact]
    public void Lists_keep_no_released_version_in_memory()
    {
        TinyWorld world = new();
        (WeakReference pinned, WeakReference live) = Serve(world);
        world.Holder.SetModel(TinyWorld.Load("newer"));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(pinned.IsAlive, "the pinned version is still in memory");
        Assert.False(live.IsAlive, "the former live version is still in memory");
        Assert.NotEmpty(world.Lists.Recommend(world.Profile, Ten, None).Items);
    }

    [Fact]
    public void Cached_lists_of_a_withdrawn_version_are_not_shown()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Holder.SetModel(TinyWorld.Load("bad"));
        Assert.Equal("bad", world.Lists.Recommend(world.Profile, Ten, None).ModelVersion);
        world.Holder.SetModel(TinyWorld.Load("good"));
        RecommendationQuery late = Ten with { DeadlineMs = 0 };
        Assert.Equal((FallbackLevel.Cached, "bad"), Of(world.Lists.Recommend(world.Profile, late, None)));

        world.Holder.SetVersions(
            TinyWorld.Catalog("good", ("bad", ModelVersionStatus.RolledBack), ("good", ModelVersionStatus.Live)));
        Assert.Equal((FallbackLevel.Segment, "good"), Of(world.Lists.Recommend(world.Profile, late, None)));
        Assert.True(world.Holder.IsWithdrawn("bad"));
        Assert.False(world.Holder.IsWithdrawn("good"));
        Assert.False(world.Holder.IsWithdrawn(null));
    }

    private static (FallbackLevel FallbackLevel, string? Version) Of(RecommendationList list) =>
        (list.FallbackLevel, list.ModelVersion);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Pinned, WeakReference Live) Serve(TinyWorld world)
    {
        world.Holder.SetModel(TinyWorld.Load("live"), TinyWorld.Load("pinned"));
        world.Does("view", 0);
        _ = world.Lists.Recommend(world.Profile, Ten, None);
        return (new(world.Holder.For("pinned").Model), new(world.Holder.Current.Model));
    }
}
