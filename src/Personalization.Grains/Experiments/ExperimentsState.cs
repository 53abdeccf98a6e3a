using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Grains.Experiments;

/// <summary>The stored state of the experiments grain. Fields are only ever added.</summary>
public sealed class ExperimentsState
{
    /// <summary>The version of the stored format.</summary>
    public int Format { get; set; } = 1;

    /// <inheritdoc cref="ExperimentCatalog.Revision"/>
    public long Revision { get; set; }

    /// <inheritdoc cref="ExperimentCatalog.Experiments"/>
    public ImmutableArray<StoredExperiment> Experiments { get; set; } = [];
}
