using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Recommendations;

/// <summary>
/// All that a silo ranks with: one model version and one catalogue, matched to each other. Immutable; replaced whole, so a list
/// is always made from a complete pair.
/// </summary>
public sealed class ServingState
{
    /// <summary>How many of the newest items, unknown to the model, stand ready to be shown.</summary>
    private const int MaxNewItems = 1_000;

    private readonly ChunkedArray<CatalogItem?> _byNumber;
    private readonly Lazy<ImmutableArray<CatalogItem>> _newest;

    private ServingState(ModelSnapshot? model, CatalogSnapshot catalog, ChunkedArray<CatalogItem?> byNumber)
    {
        Model = model;
        Catalog = catalog;
        _byNumber = byNumber;
        _newest = new Lazy<ImmutableArray<CatalogItem>>(FindNewest);
    }

    /// <summary>A silo that has loaded nothing yet.</summary>
    public static ServingState Empty { get; } = Create(null, CatalogSnapshot.Empty);

    /// <summary>Tells this state from any other without keeping it (and its model) in memory.</summary>
    public object Identity { get; } = new();

    /// <summary>The model version that ranks, grown by what is new in the catalogue; null before the first.</summary>
    public ModelSnapshot? Model { get; }

    /// <summary>The catalogue.</summary>
    public CatalogSnapshot Catalog { get; }

    /// <summary>Items of the catalogue the model was not trained on, newest first, ties by id; deleted ones left out.</summary>
    public ImmutableArray<CatalogItem> NewItems => _newest.Value;

    /// <summary>Matches a model and a catalogue.</summary>
    public static ServingState Create(ModelSnapshot? model, CatalogSnapshot catalog)
    {
        ModelSnapshot? grown = model?.Parts.Map is null ? model : model.With(Newest(model, catalog));
        return new(grown, catalog, new ChunkedArray<CatalogItem?>(grown?.Items.Count ?? 0, item => catalog.Find(grown!.Items[item])));
    }

    /// <summary>The catalogue's entry for an item of the model; null when it is not in the catalogue.</summary>
    public CatalogItem? ItemOf(int number) => _byNumber[number];

    /// <summary>The same model with a changed catalogue.</summary>
    public ServingState With(CatalogChange change)
    {
        CatalogSnapshot catalog = Catalog.With(change);
        if (Model is null)
        {
            return new ServingState(Model, catalog, _byNumber);
        }

        ModelSnapshot grown = Model.With(change.Items.Where(item => !item.Deleted));
        List<(int, CatalogItem?)> known = [];
        foreach (CatalogItem item in change.Items)
        {
            if (grown.Items.TryGet(item.Id.Value, out int number))
            {
                known.Add((number, item));
            }
        }

        return new ServingState(grown, catalog, _byNumber.Grown(grown.Items.Count, _ => null).With(known));
    }

    private ImmutableArray<CatalogItem> FindNewest() => [.. Newest(Model, Catalog).Take(MaxNewItems)];

    private static IEnumerable<CatalogItem> Newest(ModelSnapshot? model, CatalogSnapshot catalog) => ColdStartItems.NewestFirst(
        catalog.Items.Where(item => !item.Deleted && !(model is not null && model.Items.TryGet(item.Id.Value, out int number) && number < model.Items.Trained)));
}
