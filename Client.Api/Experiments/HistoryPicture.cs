using Personalization.Abstractions.Experiments;

namespace Personalization.Client.Api.Experiments;

/// <summary>Draws the interim results of a metric.</summary>
internal static class HistoryPicture
{
    /// <summary>Draws the history of a metric as SVG; null when the experiment or the metric does not exist.</summary>
    /// <param name="results">The grain that owns the results.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="metric">The metric; null for the first primary metric.</param>
    public static async ValueTask<string?> DrawAsync(IExperimentResultsGrain results, string experiment, string? metric)
    {
        // For a rolling upgrade from 0.1: silos of 0.1 draw the picture and send no typed results.
        if (await results.GetAsync(experiment) is { Results: null })
        {
            return await results.PictureAsync(experiment, metric);
        }

        return await results.HistoryAsync(experiment, metric) is { } history ? Draw(history) : null;
    }

    /// <summary>Draws the history of a metric as SVG.</summary>
    public static string Draw(MetricHistory history)
    {
        string title = $"{history.Experiment}: {history.Metric}";
        bool isShare = history.Kind == MetricKind.Proportion;
        PictureText words = new(title, "hours since the start", "difference to the control", isShare);
        return IntervalPicture.Render(words, history.Arms);
    }
}
