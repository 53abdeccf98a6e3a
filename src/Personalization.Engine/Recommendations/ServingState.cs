using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Engine.Filters;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Recommendations;

/// <summary>
/// One model version and one catalog, matched to each other: the state that a silo ranks with. Immutable.
/// </summary>
/// <remarks>The whole state is replaced at once, so that a list always uses a matching pair.</remarks>
public sealed class ServingState
{
    /// <summary>The most new items, unknown to the model, that are ready to be shown.</summary>
    private const int MaxNewItems = 1_000;

    private readonly ChunkedArray<CatalogEntry> _byNumber;
    private readonly Lazy<ImmutableArray<CatalogItem>> _newest;

    private ServingState(
        ModelSnapshot? model,
        object modelIdentity,
        CatalogSnapshot catalog,
        ChunkedArray<CatalogEntry> byNumber,
        FilterIndex filters)
    {
        Filters = filters;
        ModelIdentity = modelIdentity;
        Model = model;
        Catalog = catalog;
        _byNumber = byNumber;
        _newest = new Lazy<ImmutableArray<CatalogItem>>(FindNewest);
    }

    /// <summary>The state of a silo that has loaded nothing.</summary>
    public static ServingState Empty { get; } = Create(null, CatalogSnapshot.Empty);

    /// <summary>A key that identifies this state without keeping the state and its model in memory.</summary>
    public object Identity { get; } = new();

    /// <summary>A key that identifies the model of this state and of all its later catalogs.</summary>
    public object ModelIdentity { get; }

    /// <summary>The model that ranks, extended by new catalog items; null before the first version.</summary>
    public ModelSnapshot? Model { get; }

    /// <summary>The catalog.</summary>
    public CatalogSnapshot Catalog { get; }

    /// <summary>The columns for filters, shared by all catalogs of the model.</summary>
    public FilterIndex Filters { get; }

    /// <summary>
    /// The available catalog items that the model was not trained on, newest first, ties by id.
    /// </summary>
    public ImmutableArray<CatalogItem> NewItems => _newest.Value;

    /// <summary>Matches a model and a catalog.</summary>
    public static ServingState Create(ModelSnapshot? model, CatalogSnapshot catalog)
    {
        ModelSnapshot? grown = model?.Parts.Map is null
            ? model
            : model.With(Newest(model, catalog, item => !item.Deleted));
        return new(
            grown,
            new object(),
            catalog,
            new ChunkedArray<CatalogEntry>(grown?.Items.Count ?? 0, item => catalog.Entry(grown!.Items[item])),
            new FilterIndex());
    }

    /// <summary>Gets the catalog entry of a model item; null when it is not in the catalog.</summary>
    public CatalogItem? ItemOf(int number) => _byNumber[number].Item;

    /// <summary>Gets the catalog entry of a model item with the epoch of its last change.</summary>
    public CatalogEntry EntryOf(int number) => _byNumber[number];

    /// <summary>Builds the columns that filters ask for. Call it in the background.</summary>
    public void RefreshFilters() => Filters.Refresh(_byNumber.Count, Catalog.Epoch, ItemOf);

    /// <summary>Gets the epoch of the last change of an item; 0 when it is not in the catalog.</summary>
    /// <remarks>Fast for items that the model knows.</remarks>
    public long ChangedAt(string item) => Model?.Items.TryGet(item, out int number) == true
        ? _byNumber[number].ChangedAt
        : Catalog.Entry(item).ChangedAt;

    /// <summary>Gets the state with the same model and a changed catalog.</summary>
    public ServingState With(CatalogChange change)
    {
        CatalogSnapshot catalog = Catalog.With(change);
        if (Model is null)
        {
            return new ServingState(Model, ModelIdentity, catalog, _byNumber, Filters);
        }

        Filters.Count(change.Items.Length);
        ModelSnapshot grown = Model.With(change.Items.Where(item => !item.Deleted));
        List<(int, CatalogEntry)> known = [];
        foreach (CatalogItem item in change.Items)
        {
            if (grown.Items.TryGet(item.Id.Value, out int number))
            {
                known.Add((number, catalog.Entry(item.Id.Value)));
            }
        }

        return new ServingState(
            grown,
            ModelIdentity,
            catalog,
            _byNumber.Grown(grown.Items.Count, _ => default).With(known),
            Filters);
    }

    private ImmutableArray<CatalogItem> FindNewest() =>
    [.. Newest(Model, Catalog, item => item.Available && !item.Deleted).Take(MaxNewItems)];

    private static IEnumerable<CatalogItem> Newest(
        ModelSnapshot? model, CatalogSnapshot catalog, Func<CatalogItem, bool> isWanted) =>
        ColdStartItems.NewestFirst(
            catalog.Items.Where(item => isWanted(item) && !(model is not null
                && model.Items.TryGet(item.Id.Value, out int number)
                && number < model.Items.Trained)));
}
