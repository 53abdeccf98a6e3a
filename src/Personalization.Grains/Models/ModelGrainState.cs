using System.Collections.Immutable;
using Personalization.Abstractions.Models;

namespace Personalization.Grains.Models;

/// <summary>What the model grain stores. Fields are only ever added.</summary>
public sealed class ModelGrainState
{
    /// <summary>The format this was written in.</summary>
    public int Format { get; set; } = 1;

    /// <inheritdoc cref="ModelCatalog.Live"/>
    public string? Live { get; set; }

    /// <inheritdoc cref="ModelCatalog.Previous"/>
    public string? Previous { get; set; }

    /// <inheritdoc cref="ModelCatalog.Revision"/>
    public long Revision { get; set; }

    /// <summary>The versions held beside the live one, by purpose.</summary>
    public ImmutableSortedDictionary<string, string> Holds { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Every version kept, newest first.</summary>
    public ImmutableArray<ModelVersion> Versions { get; set; } = [];
}
