using System.Collections.Immutable;
using Personalization.Abstractions.Models;

namespace Personalization.Grains.Models;

/// <summary>The stored state of the model grain. Fields are only added.</summary>
public sealed class ModelGrainState
{
    /// <summary>The format version of this state.</summary>
    public int Format { get; set; } = 1;

    /// <inheritdoc cref="ModelCatalog.Live"/>
    public string? Live { get; set; }

    /// <inheritdoc cref="ModelCatalog.Previous"/>
    public string? Previous { get; set; }

    /// <inheritdoc cref="ModelCatalog.Revision"/>
    public long Revision { get; set; }

    /// <summary>The pinned versions, by purpose.</summary>
    public ImmutableSortedDictionary<string, string> Holds { get; set; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The retained versions, newest first.</summary>
    public ImmutableArray<ModelVersion> Versions { get; set; } = [];
}
