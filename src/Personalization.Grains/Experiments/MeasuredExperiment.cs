using System.Collections.Immutable;

namespace Personalization.Grains.Experiments;

/// <summary>The stored results of one experiment. Fields are only ever added.</summary>
public sealed class MeasuredExperiment
{
    /// <summary>The experiment's name.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>
    /// The statistics as <see cref="Engine.Experiments.Statistics.StatisticsJson"/> writes them, exactly.
    /// </summary>
    public string Statistics { get; set; } = string.Empty;

    /// <summary>The interim results so far, for the chart.</summary>
    public ImmutableArray<InterimResult> Looks { get; set; } = [];

    /// <summary>The ids of the conclusions that were published to webhooks; null for none.</summary>
    public ImmutableArray<string>? Announced { get; set; }
}
