using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Engine.Models;
using Personalization.Engine.Recommendations;

namespace Personalization.Grains.Serving;

/// <summary>
/// The states a silo serves: the live version and the pinned versions, all with the same catalog. Immutable; replaced
/// as a whole.
/// </summary>
/// <param name="Live">The state of the live version; its model is null before the first version.</param>
/// <param name="Pinned">The states of the pinned versions, unordered.</param>
internal sealed record ServedStates(ServingState Live, ImmutableArray<ServingState> Pinned)
{
    /// <summary>A silo that has loaded nothing.</summary>
    public static ServedStates Empty { get; } = new(ServingState.Empty, []);

    /// <summary>Returns the state of a version, or the live state when the version is not pinned here.</summary>
    public ServingState For(string version)
    {
        foreach (ServingState pinned in Pinned)
        {
            if (pinned.Model!.Version == version)
            {
                return pinned;
            }
        }

        return Live;
    }

    /// <summary>Returns the model of a version; null when it is not loaded.</summary>
    public ModelSnapshot? Find(string version) =>
        For(version).Model is { } model && model.Version == version ? model : null;

    /// <summary>Returns the same models with a changed catalog.</summary>
    public ServedStates With(CatalogChange change) =>
        new(Live.With(change), [.. Pinned.Select(pinned => pinned.With(change))]);
}
