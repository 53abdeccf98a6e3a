using System.Collections.Immutable;

namespace Personalization.Grains.Experiments;

/// <summary>What is stored of one experiment's results.</summary>
public sealed class MeasuredExperiment
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>
    /// Its statistics as <see cref="Engine.Experiments.Statistics.StatisticsJson"/> writes them, exactly.
    /// </summary>
    public string Statistics { get; set; } = string.Empty;

    /// <summary>The looks taken so far, for the picture.</summary>
    public ImmutableArray<InterimResult> Looks { get; set; } = [];
}
