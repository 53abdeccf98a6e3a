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
    public void A_held_version_is_served_to_whom_names_it_and_everybody_else_gets_the_live_one()
    {
        TinyWorld world = new();
        ServingHolder holder = world.Holder;
        holder.SetModel(TinyWorld.Load("live"), TinyWorld.Load("next"));

        Assert.Equal("live", holder.For(null).Model!.Version);
        Assert.Equal("next", holder.For("next").Model!.Version);
        Assert.Equal("live", holder.For("live").Model!.Version);
        Assert.Same(holder.Current, holder.For("unknown"));
        Assert.Null(holder.Find("unknown"));
        Assert.Equal(1, holder.HeldCount);
    }

    [Fact]
    public void A_catalogue_change_reaches_every_version()
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
    public void Lists_of_a_version_go_on_being_current_while_another_is_taken_in_or_let_go()
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
    public void A_version_that_is_let_go_is_not_kept_in_memory_by_the_lists_made_from_it()
    {
        TinyWorld world = new();
        (WeakReference held, WeakReference live) = Serve(world);
        world.Holder.SetModel(TinyWorld.Load("newer"));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(held.IsAlive, "the held version is kept");
        Assert.False(live.IsAlive, "the version that was live is kept");
        Assert.NotEmpty(world.Lists.Recommend(world.Profile, Ten, None).Items);
    }

    [Fact]
    public void Not_even_an_earlier_list_of_a_version_that_was_taken_back_is_shown()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Holder.SetModel(TinyWorld.Load("bad"));
        Assert.Equal("bad", world.Lists.Recommend(world.Profile, Ten, None).ModelVersion);
        world.Holder.SetModel(TinyWorld.Load("good"));
        RecommendationQuery late = Ten with { DeadlineMs = 0 };
        Assert.Equal((FallbackLevel.Cached, "bad"), Of(world.Lists.Recommend(world.Profile, late, None)));

        world.Holder.SetVersions(TinyWorld.Catalog("good", ("bad", ModelVersionStatus.RolledBack), ("good", ModelVersionStatus.Live)));
        Assert.Equal((FallbackLevel.Segment, "good"), Of(world.Lists.Recommend(world.Profile, late, None)));
        Assert.True(world.Holder.IsWithdrawn("bad"));
        Assert.False(world.Holder.IsWithdrawn("good"));
        Assert.False(world.Holder.IsWithdrawn(null));
    }

    private static (FallbackLevel FallbackLevel, string? Version) Of(RecommendationList list) => (list.FallbackLevel, list.ModelVersion);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Held, WeakReference Live) Serve(TinyWorld world)
    {
        world.Holder.SetModel(TinyWorld.Load("live"), TinyWorld.Load("held"));
        world.Does("view", 0);
        _ = world.Lists.Recommend(world.Profile, Ten, None);
        return (new(world.Holder.For("held").Model), new(world.Holder.Current.Model));
    }
}
