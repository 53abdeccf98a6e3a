using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Grains.Experiments;

/// <summary>What the experiments grain stores. Fields are only ever added.</summary>
public sealed class ExperimentsState
{
    /// <summary>The format this was written in.</summary>
    public int Format { get; set; } = 1;

    /// <inheritdoc cref="ExperimentCatalog.Revision"/>
    public long Revision { get; set; }

    /// <inheritdoc cref="ExperimentCatalog.Experiments"/>
    public ImmutableArray<StoredExperiment> Experiments { get; set; } = [];
}
