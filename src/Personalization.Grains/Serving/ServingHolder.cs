using Personalization.Abstractions.Catalog;
using Personalization.Engine.Composition;
using Personalization.Engine.Models;

namespace Personalization.Grains.Serving;

/// <summary>The silo's one live <see cref="ServingState"/>, swapped whole. Readers take it once per request; writers take turns.</summary>
public sealed class ServingHolder
{
    private readonly Lock _writing = new();
    private volatile ServingState _current = ServingState.Empty;
    private volatile FallbackLists _fallback = FallbackLists.Empty;
    private volatile bool _loaded;

    /// <summary>What lists are made from now.</summary>
    public ServingState Current => _current;

    /// <summary>The lower rungs of the ladder, at most seconds behind <see cref="Current"/>.</summary>
    public FallbackLists Fallback => _fallback;

    /// <summary>Whether the model and catalogue that were live at the silo's start have been loaded.</summary>
    public bool IsLoaded => _loaded;

    /// <summary>Puts a model in the place of the one before.</summary>
    public void SetModel(ModelSnapshot? model)
    {
        lock (_writing)
        {
            _current = ServingState.Create(model, _current.Catalog);
            _fallback = FallbackLists.Create(_current);
        }
    }

    /// <summary>Takes in a catalogue change that follows the present epoch.</summary>
    /// <returns>False when changes between are missing (or it is known already and older): then the store must be read.</returns>
    public bool TryApply(CatalogChange change)
    {
        lock (_writing)
        {
            if (change.Epoch > _current.Catalog.Epoch + 1)
            {
                return false;
            }

            if (change.Epoch == _current.Catalog.Epoch + 1)
            {
                _current = _current.With(change);
            }

            return true;
        }
    }

    /// <summary>Takes in everything that changed since some epoch up to the change's.</summary>
    public void CatchUp(CatalogChange change)
    {
        lock (_writing)
        {
            if (change.Epoch > _current.Catalog.Epoch)
            {
                _current = _current.With(change);
            }
        }
    }

    /// <summary>Brings the fallback lists up to the present state; cheap when they are.</summary>
    public void RefreshFallback()
    {
        ServingState current = _current;
        if (!ReferenceEquals(_fallback.Serving, current))
        {
            _fallback = FallbackLists.Create(current);
        }
    }

    /// <summary>Says that the first load is complete.</summary>
    public void MarkLoaded() => _loaded = true;
}
