using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

/// <summary>
/// Items of a block share a category, and users choose items of one block. New items of a category are for the users of
/// its block.
/// </summary>
[Trait("Category", "Training")]
public sealed class ContentTests
{
    private const string NewTent = "new-tent";

    /// <summary>The number of items of a block that a user has not seen.</summary>
    private const int Block = Logs.ItemsPerBlock - Seen;

    private const int Seen = 8;
    private static readonly TrainingOptions Small = new() { Factors = 16, Epochs = 4, RankerTrees = 0 };
    private static readonly DateTimeOffset Now = Logs.Start.AddDays(30);
    private static readonly TrainingLog Log = Logs.BlockWorld();
    private static readonly CatalogItem[] Known =
        [.. Enumerable.Range(0, Logs.Blocks).SelectMany(
            block => Enumerable.Range(0, Logs.ItemsPerBlock).Select(item => Item(Logs.Name(block, item), block)))];

    private static readonly TrainedModel Trained = Train(Log, Known);
    private static readonly ModelSnapshot Model = ModelSnapshot.Load("v1", Trained.Files);

    [Fact]
    public void An_item_added_after_the_training_is_recommended_to_users_who_like_its_content()
    {
        ServingState serving = ServingState.Create(Model, CatalogSnapshot.Empty.With(new CatalogChange(1, [.. Known])));
        Assert.DoesNotContain(NewTent, ListOf(serving, block: 2, Block));
        ServingState after = serving.With(new CatalogChange(2, [Item(NewTent, block: 2)]));
        Assert.Contains(NewTent, ListOf(after, block: 2, Block + 1));
        Assert.DoesNotContain(NewTent, ListOf(after, block: 1, Block));
        Assert.DoesNotContain(NewTent, ListOf(serving, block: 2, Block));
    }

    [Fact]
    public void Its_reason_is_an_item_that_the_user_viewed()
    {
        ServingState serving = ServingState.Create(
            Model, CatalogSnapshot.Empty.With(new CatalogChange(1, [.. Known, Item(NewTent, block: 2)])));
        RecommendedItem tent = Compose(serving, block: 2).Items.Single(item => item.ItemId.Value == NewTent);
        Assert.Equal(ReasonKind.SimilarTaste, tent.Reason.Kind);
        Assert.StartsWith("b2-", tent.Reason.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_on_the_new_item_counts_at_once()
    {
        ServingState serving = ServingState.Create(
            Model, CatalogSnapshot.Empty.With(new CatalogChange(1, [.. Known, Item(NewTent, block: 2)])));
        UserProfile profile = Profile((NewTent, 1));
        ComposedList list = Compose(serving, profile, 10);
        Assert.All(list.Items, item => Assert.StartsWith("b2-", item.ItemId.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unavailable_or_deleted_item_is_on_no_list_and_none_is_on_it_twice()
    {
        ServingState serving = ServingState.Create(
            Model, CatalogSnapshot.Empty.With(new CatalogChange(1, [.. Known, Item(NewTent, block: 2)])));
        Assert.Single(ListOf(serving, block: 2, limit: 500), id => id == NewTent);
        ServingState gone = serving.With(new CatalogChange(2, [Item(NewTent, block: 2) with { Available = false }]));
        Assert.DoesNotContain(NewTent, ListOf(gone, block: 2, limit: 500));
        ServingState deleted = serving.With(
            new CatalogChange(2, [Item(NewTent, block: 2) with { Deleted = true, Available = false }]));
        Assert.DoesNotContain(NewTent, ListOf(deleted, block: 2, limit: 500));
    }

    [Fact]
    public void An_item_whose_content_changes_moves_to_other_users()
    {
        ServingState serving = ServingState.Create(
            Model, CatalogSnapshot.Empty.With(new CatalogChange(1, [.. Known, Item(NewTent, block: 2)])));
        ServingState moved = serving.With(new CatalogChange(2, [Item(NewTent, block: 1)]));
        Assert.Contains(NewTent, ListOf(moved, block: 1, Block + 1));
        Assert.DoesNotContain(NewTent, ListOf(moved, block: 2, Block));
    }

    [Fact]
    public void An_item_without_content_still_comes_last()
    {
        CatalogItem plain = new() { Id = ItemId.Create("plain"), AddedAt = Logs.Start };
        ServingState serving = ServingState.Create(
            Model, CatalogSnapshot.Empty.With(new CatalogChange(1, [.. Known, plain])));
        Assert.Equal("plain", ListOf(serving, block: 2, limit: 500)[^1]);
    }

    [Fact]
    public void The_artifact_carries_the_map_and_equal_input_gives_equal_bytes()
    {
        Assert.Contains("content.bin", Trained.Files.Keys);
        Assert.True(Model.Manifest!.Content!.Explained > 0.2, Model.Manifest.Content.ToString());
        TrainedModel again = Train(Log, [.. Known.Reverse()], Small with { Threads = 3 });
        Assert.All(
            Trained.Files, file => Assert.True(file.Value.Span.SequenceEqual(again.Files[file.Key].Span), file.Key));
        Dictionary<string, ReadOnlyMemory<byte>> broken =
            new(Trained.Files) { ["content.bin"] = Trained.Files["content.bin"][..^4] };
        Assert.Throws<InvalidDataException>(() => ModelSnapshot.Load("v1", broken));
    }

    [Fact]
    public void Content_without_information_is_not_used()
    {
        TrainedModel model = Train(
            Log, [.. Known.Select((item, at) => item with { Categories = [$"c{(at * 7919) % 13}"] })]);
        Assert.False(ModelSnapshot.Load("v1", model.Files).Manifest!.Content!.Used);
        Assert.DoesNotContain("content.bin", model.Files.Keys);
    }

    [Fact]
    public void Without_a_catalog_the_artifact_has_no_content()
    {
        TrainedModel model = ModelTrainer.Train(Log, Small, "v1", Logs.Start, null, CancellationToken.None);
        Assert.DoesNotContain("content.bin", model.Files.Keys);
        ModelSnapshot loaded = ModelSnapshot.Load("v1", model.Files);
        Assert.Same(loaded, loaded.With([Item(NewTent, 2)]));
    }

    [Fact]
    public void Unseen_items_compete_with_the_others_in_the_validation()
    {
        TrainedModel model = Train(
            Logs.Build(Logs.BlockRecords(users: 240)),
            [.. Known, .. Enumerable.Range(0, 50).Select(at => Item($"never-{at}", at % Logs.Blocks))],
            Small with { RankerTrees = 10, HoldOutShare = 0.25 });
        Assert.Contains("content", model.Version.Report.Metrics.Keys);
        Assert.True(model.Version.Report.Passed, model.Version.Report.Verdict);
        _ = ModelSnapshot.Load("v1", model.Files).With([Item(NewTent, 2)]);
    }

    [Fact]
    public void At_most_ten_thousand_items_are_added_and_scratch_memory_grows_with_them()
    {
        ModelSnapshot grown = Model.With(
            Enumerable.Range(0, ColdStartItems.Limit + 5).Select(at => Item($"n{at}", at % Logs.Blocks)));
        Assert.Equal(Model.Items.Count + ColdStartItems.Limit, grown.Items.Count);
        Assert.Equal(20, grown.Recommend(Logs.Signal(1, 2), CandidateFilter.Open, 20, CancellationToken.None).Length);
        Assert.Same(grown, grown.With([Item("one-more", 1)]));
    }

    [Fact]
    public void Price_band_attributes_and_title_words_are_content_too()
    {
        HashSet<string> names = ContentFeatures.Of(new CatalogItem
        {
            Id = ItemId.Create("x"),
            Title = "Two-person TENT, 3 kg",
            Categories = ["Camping"],
            Price = 100m,
            Attributes = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(
                "Brand", "Tarnwick"),
        });
        Assert.Equal(
            ["brand = tarnwick", "category camping", "price 13", "word person", "word tent", "word two"],
            names.Order(StringComparer.Ordinal));
    }

    private static CatalogItem Item(string id, int block) =>
        new() { Id = ItemId.Create(id), Categories = [$"block {block}"], AddedAt = Logs.Start };

    private static TrainedModel Train(
        TrainingLog log, IEnumerable<CatalogItem> catalog, TrainingOptions? options = null) =>
        ModelTrainer.Train(log, options ?? Small, "v1", Logs.Start, null, CancellationToken.None, null, catalog);

    private static string[] ListOf(ServingState serving, int block, int limit = 60) =>
    [.. Compose(serving, block, limit).Items.Select(item => item.ItemId.Value)];

    private static ComposedList Compose(ServingState serving, int block, int limit = 60) =>
        Compose(
            serving, Profile([.. Enumerable.Range(0, Seen).Select(item => (Logs.Name(block, item), item + 1))]), limit);

    private static ComposedList Compose(ServingState serving, UserProfile profile, int limit)
    {
        PlacementPolicy policy = new() { Diversity = 0 };
        return new ListComposer(EventVocabulary.Default).Compose(
            serving,
            profile,
            policy,
            new RecommendationFilter(serving, policy, profile, null, null, Now),
            limit,
            Now,
            CancellationToken.None);
    }

    private static UserProfile Profile(params (string Item, int Minute)[] views)
    {
        UserProfile profile = new(new ProfileOptions(), EventVocabulary.Default);
        foreach ((string item, int minute) in views)
        {
            profile.Apply(Logs.Event("me", item, EventTypes.View, minute, minute).Entry);
        }

        return profile;
    }
}
