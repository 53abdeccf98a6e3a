using Orleans.Concurrency;

namespace Personalization.Abstractions.Experiments;

/// <summary>Computes the results of experiments from the event log. Key: 0.</summary>
/// <remarks>
/// The log is the only source, so the loss of a silo or of this grain's activation changes no result.
/// </remarks>
[GrainInterfaceType("Personalization.IExperimentResultsGrain"), Alias(
    "Personalization.IExperimentResultsGrain")]
public interface IExperimentResultsGrain : IGrainWithIntegerKey
{
    /// <summary>Keeps the grain reading the log while an experiment runs.</summary>
    /// <remarks>Every silo calls this periodically, so that reading continues after a silo is lost.</remarks>
    [AlwaysInterleave, Alias("KeepRunning")]
    ValueTask KeepRunningAsync();

    /// <summary>Gets the results, from all log entries that the store shows at this time.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <returns>The results; null when the experiment does not exist.</returns>
    [Alias("Get")]
    ValueTask<ExperimentReport?> GetAsync(string name);

    /// <summary>Gets the interim results of a metric over time.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <param name="metric">The metric's name; null for the first primary metric.</param>
    /// <returns>The interim results; null when the experiment or the metric does not exist.</returns>
    [Alias("History")]
    ValueTask<MetricHistory?> HistoryAsync(string name, string? metric);

    /// <summary>Gets an SVG image that asks the reader to wait for the end of an upgrade.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <param name="metric">The metric's name; null for the first primary metric.</param>
    /// <returns>SVG; null when the experiment or the metric does not exist.</returns>
    /// <remarks>
    /// Needed for a rolling upgrade from 0.1, whose APIs show this text as the chart. From this version on, the API
    /// draws the chart. A silo of 0.1 returns the chart.
    /// </remarks>
    [Alias("Picture")]
    ValueTask<string?> PictureAsync(string name, string? metric);
}
