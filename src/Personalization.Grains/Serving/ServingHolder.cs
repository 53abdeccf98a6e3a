using System.Collections.Frozen;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Models;
using Personalization.Engine.Pages;
using Personalization.Engine.Recommendations;

namespace Personalization.Grains.Serving;

/// <summary>
/// The states a silo serves, replaced as a whole: the live model version, and the versions pinned for shadows and
/// experiments.
/// </summary>
/// <remarks>Readers take a state once per request. Writers are serialized. Thread-safe.</remarks>
public sealed class ServingHolder
{
    private readonly Lock _writing = new();
    private volatile ServedStates _states = ServedStates.Empty;
    private volatile FallbackLists _fallback = FallbackLists.Empty;
    private volatile PopularItems? _popular;
    private volatile TrendingItems? _trending;
    private volatile RowLists _rows = RowLists.Empty;
    private volatile Known? _known;

    /// <summary>The live state. Lists use it unless an experiment's arm names another version.</summary>
    public ServingState Current => _states.Live;

    /// <summary>The fallback lists, at most seconds behind <see cref="Current"/>.</summary>
    public FallbackLists Fallback => _fallback;

    /// <summary>The newest and trending items of pages, at most seconds behind <see cref="Current"/>.</summary>
    public RowLists Rows => _rows;

    /// <summary>The revision of the trending items; 0 for none.</summary>
    public long TrendingRevision => _trending?.Revision ?? 0;

    /// <summary>Whether the current models and catalog have been loaded since the silo started.</summary>
    public bool IsLoaded => CheckedAt is not null;

    /// <summary>
    /// When the silo last confirmed that it serves the current state of the cluster; null before the first time.
    /// </summary>
    public DateTimeOffset? CheckedAt => _known?.CheckedAt;

    /// <summary>The last received model versions; null before the first time.</summary>
    public ModelCatalog? Versions => _known?.Versions;

    /// <summary>The revision of the counted popular items; 0 for none.</summary>
    public long PopularRevision => _popular?.Revision ?? 0;

    /// <summary>
    /// The live version when this silo cannot read it, so that an earlier version or the popular items serve; null
    /// when the silo serves the live version.
    /// </summary>
    public string? UnreadableLive =>
        _known?.Versions.Live is { } live && live != Current.Model?.Version ? live : null;

    /// <summary>The number of versions pinned besides the live one.</summary>
    public int PinnedCount => _states.Pinned.Length;

    /// <summary>
    /// Returns the state for an arm's lists: that of its version, or the live state when the version is not pinned
    /// here.
    /// </summary>
    /// <param name="version">The version that the arm names; null for the live one.</param>
    public ServingState For(string? version) => version is null ? _states.Live : _states.For(version);

    /// <summary>Whether a version was withdrawn. Then even its cached lists must not be shown.</summary>
    public bool IsWithdrawn(string? version) => version is not null && _known?.Withdrawn.Contains(version) == true;

    /// <summary>Returns a loaded model by its version; null when it is not loaded.</summary>
    public ModelSnapshot? Find(string version) => _states.Find(version);

    /// <summary>Whether any loaded model knows an item.</summary>
    public bool IsKnown(string item) =>
        _states is var states && (Knows(states.Live, item) || states.Pinned.Any(pinned => Knows(pinned, item)));

    /// <summary>Replaces the live model and the pinned models.</summary>
    public void SetModel(ModelSnapshot? live, params IReadOnlyList<ModelSnapshot> pinned)
    {
        lock (_writing)
        {
            CatalogSnapshot catalog = Current.Catalog;
            ServingState state = ReferenceEquals(live, Current.Model) ? Current : ServingState.Create(live, catalog);
            ServedStates before = _states;
            _states = new(state, [.. pinned.Select(model => StateOf(before, model, catalog))]);
            RefreshFallback();
        }
    }

    /// <summary>Applies a catalog change that follows the current epoch.</summary>
    /// <returns>False when earlier changes are missing, so that the store must be read. True also for a change that is
    /// known already.</returns>
    public bool TryApply(CatalogChange change)
    {
        lock (_writing)
        {
            if (change.Epoch > Current.Catalog.Epoch + 1)
            {
                return false;
            }

            if (change.Epoch == Current.Catalog.Epoch + 1)
            {
                _states = _states.With(change);
            }

            return true;
        }
    }

    /// <summary>
    /// Applies everything that changed from an earlier epoch to the epoch of <paramref name="change"/>.
    /// </summary>
    public void CatchUp(CatalogChange change)
    {
        lock (_writing)
        {
            if (change.Epoch > Current.Catalog.Epoch)
            {
                _states = _states.With(change);
            }
        }
    }

    /// <summary>Sets the counted popular items.</summary>
    public void SetPopular(PopularItems popular) => _popular = popular;

    /// <summary>Sets the trending items.</summary>
    public void SetTrending(TrendingItems trending) => _trending = trending;

    /// <summary>Updates the fallback lists to the current state; cheap when they are current.</summary>
    public void RefreshFallback()
    {
        ServingState current = Current;
        PopularItems? popular = _popular;
        if (!_fallback.IsOf(current, popular))
        {
            _fallback = FallbackLists.Create(current, popular);
        }

        TrendingItems? trending = _trending;
        if (!_rows.IsOf(current.Catalog, trending))
        {
            _rows = RowLists.Create(current.Catalog, trending, _rows);
        }
    }

    /// <summary>Builds the columns that filters ask for; cheap when they are current.</summary>
    public void RefreshFilters()
    {
        ServedStates states = _states;
        states.Live.RefreshFilters();
        foreach (ServingState pinned in states.Pinned)
        {
            pinned.RefreshFilters();
        }
    }

    /// <summary>Sets the known model versions.</summary>
    public void SetVersions(ModelCatalog versions)
    {
        lock (_writing)
        {
            _known = new Known(versions, Withdrawn(versions), _known?.CheckedAt);
        }
    }

    /// <summary>Records when the silo confirmed that everything current is loaded.</summary>
    public void MarkChecked(DateTimeOffset at)
    {
        lock (_writing)
        {
            _known = _known! with { CheckedAt = at };
        }
    }

    private static bool Knows(ServingState state, string item) => state.Model?.Items.TryGet(item, out _) == true;

    private static ServingState StateOf(ServedStates before, ModelSnapshot model, CatalogSnapshot catalog) =>
        before.Pinned.FirstOrDefault(known => ReferenceEquals(known.Model, model))
        ?? ServingState.Create(model, catalog);

    private static FrozenSet<string> Withdrawn(ModelCatalog versions) =>
        versions.Versions
            .Where(version => version.Status is ModelVersionStatus.RolledBack or ModelVersionStatus.Refused)
            .Select(version => version.Version)
            .ToFrozenSet(StringComparer.Ordinal);

    private sealed record Known(ModelCatalog Versions, FrozenSet<string> Withdrawn, DateTimeOffset? CheckedAt);
}
