using System.Collections.Frozen;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Models;
using Personalization.Engine.Models;
using Personalization.Engine.Recommendations;

namespace Personalization.Grains.Serving;

/// <summary>
/// What the silo serves from, swapped whole: the live model version and the few that are held beside it for shadows and experiments.
/// Readers take a state once per request; writers take turns.
/// </summary>
public sealed class ServingHolder
{
    private readonly Lock _writing = new();
    private volatile ServedStates _states = ServedStates.Empty;
    private volatile FallbackLists _fallback = FallbackLists.Empty;
    private volatile Known? _known;

    /// <summary>What lists are made from now, unless an experiment says otherwise.</summary>
    public ServingState Current => _states.Live;

    /// <summary>The lower levels of the ladder, at most seconds behind <see cref="Current"/>.</summary>
    public FallbackLists Fallback => _fallback;

    /// <summary>Whether the models and catalogue that were in force at the silo's start have been loaded.</summary>
    public bool IsLoaded => CheckedAt is not null;

    /// <summary>When it was last made sure that what is served from is the present state of the cluster; null before the first time.</summary>
    public DateTimeOffset? CheckedAt => _known?.CheckedAt;

    /// <summary>The model versions as they were last heard of; null before the first time.</summary>
    public ModelCatalog? Versions => _known?.Versions;

    /// <summary>How many versions are held beside the live one.</summary>
    public int HeldCount => _states.Held.Length;

    /// <summary>What an arm's lists are made from: the state of its version, or the live one's when the version is not held here (any more).</summary>
    /// <param name="version">The version an experiment's arm names; null for the live one.</param>
    public ServingState For(string? version) => version is null ? _states.Live : _states.For(version);

    /// <summary>Whether a version was taken back, so that not even an earlier list of it may be shown.</summary>
    public bool IsWithdrawn(string? version) => version is not null && _known?.Withdrawn.Contains(version) == true;

    /// <summary>A loaded model by its version; null when it is not loaded.</summary>
    public ModelSnapshot? Find(string version) => _states.Find(version);

    /// <summary>Puts a live model, and those held beside it, in the place of the ones before.</summary>
    public void SetModel(ModelSnapshot? live, params IReadOnlyList<ModelSnapshot> held)
    {
        lock (_writing)
        {
            CatalogSnapshot catalog = Current.Catalog;
            ServingState state = ReferenceEquals(live, Current.Model) ? Current : ServingState.Create(live, catalog);
            _states = new(state, [.. held.Select(model => _states.Held.FirstOrDefault(known => ReferenceEquals(known.Model, model)) ?? ServingState.Create(model, catalog))]);
            RefreshFallback();
        }
    }

    /// <summary>Takes in a catalogue change that follows the present epoch.</summary>
    /// <returns>False when changes between are missing (or it is known already and older): then the store must be read.</returns>
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

    /// <summary>Takes in everything that changed since some epoch up to the change's.</summary>
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

    /// <summary>Brings the fallback lists up to the present state; cheap when they are.</summary>
    public void RefreshFallback()
    {
        ServingState current = Current;
        if (!ReferenceEquals(_fallback.Serving, current))
        {
            _fallback = FallbackLists.Create(current);
        }
    }

    /// <summary>Notes how the model versions stand.</summary>
    public void SetVersions(ModelCatalog versions)
    {
        lock (_writing)
        {
            _known = new Known(versions, Withdrawn(versions), _known?.CheckedAt);
        }
    }

    /// <summary>Says that everything present has been loaded.</summary>
    public void MarkChecked(DateTimeOffset at)
    {
        lock (_writing)
        {
            _known = _known! with { CheckedAt = at };
        }
    }

    private static FrozenSet<string> Withdrawn(ModelCatalog versions) =>
        versions.Versions.Where(version => version.Status is ModelVersionStatus.RolledBack or ModelVersionStatus.Refused).Select(version => version.Version).ToFrozenSet(StringComparer.Ordinal);

    private sealed record Known(ModelCatalog Versions, FrozenSet<string> Withdrawn, DateTimeOffset? CheckedAt);
}
