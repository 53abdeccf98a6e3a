using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Engine.Models;
using Personalization.Engine.Recommendations;

namespace Personalization.Grains.Serving;

/// <summary>What a silo serves from: the live model version and the few held beside it, each matched to the same catalogue. Immutable; replaced whole.</summary>
/// <param name="Live">The state of the live version; its model is null before the first.</param>
/// <param name="Held">The states of the other versions, in no particular order.</param>
internal sealed record ServedStates(ServingState Live, ImmutableArray<ServingState> Held)
{
    /// <summary>A silo that has loaded nothing yet.</summary>
    public static ServedStates Empty { get; } = new(ServingState.Empty, []);

    /// <summary>The state of a version; the live one's when the version is not held here (any more).</summary>
    public ServingState For(string version)
    {
        foreach (ServingState held in Held)
        {
            if (held.Model!.Version == version)
            {
                return held;
            }
        }

        return Live;
    }

    /// <summary>The model of a version; null when it is not loaded.</summary>
    public ModelSnapshot? Find(string version) => For(version).Model is { } model && model.Version == version ? model : null;

    /// <summary>The same models with a changed catalogue.</summary>
    public ServedStates With(CatalogChange change) => new(Live.With(change), [.. Held.Select(held => held.With(change))]);
}
