using Orleans.Concurrency;

namespace Personalization.Abstractions.Experiments;

/// <summary>
/// Adds up what the event log says of the experiments, and what follows from it. The log is the only source: a lost silo, or this grain lost with
/// it, changes no result. Key: 0.
/// </summary>
[GrainInterfaceType("Personalization.Abstractions.Experiments.IExperimentResultsGrain"), Alias("Personalization.IExperimentResultsGrain")]
public interface IExperimentResultsGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that the log is followed while an experiment runs; asked again and again by every silo, so that a lost one does not end it.</summary>
    [AlwaysInterleave, Alias("KeepRunning")]
    ValueTask KeepRunningAsync();

    /// <summary>The results, of everything that the store shows of the log at this moment.</summary>
    /// <param name="name">The experiment.</param>
    /// <returns>Null when there is none of the name.</returns>
    [Alias("Get")]
    ValueTask<ExperimentReport?> GetAsync(string name);

    /// <summary>The interim results of a metric over time.</summary>
    /// <param name="name">The experiment.</param>
    /// <param name="metric">The metric; null for the first primary one.</param>
    /// <returns>Null when there is no such experiment or metric.</returns>
    [Alias("History")]
    ValueTask<MetricHistory?> HistoryAsync(string name, string? metric);

    /// <summary>A notice, as SVG, that the picture is drawn by the API from this version on.</summary>
    /// <param name="name">The experiment.</param>
    /// <param name="metric">The metric; null for the first primary one.</param>
    /// <returns>SVG; null when there is no such experiment or metric.</returns>
    /// <remarks>
    /// Kept for a rolling upgrade from 0.1, whose APIs show this text as the picture. A silo of 0.1 answers with the
    /// picture itself.
    /// </remarks>
    [Alias("Picture")]
    ValueTask<string?> PictureAsync(string name, string? metric);
}
