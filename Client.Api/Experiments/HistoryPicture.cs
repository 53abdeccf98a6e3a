using Personalization.Abstractions.Experiments;

namespace Personalization.Client.Api.Experiments;

/// <summary>The interim results of a metric as a picture.</summary>
internal static class HistoryPicture
{
    /// <summary>Draws a metric's history as SVG; null when there is no such experiment or metric.</summary>
    /// <param name="results">The owner of the results.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="metric">The metric; null for the first primary one.</param>
    public static async ValueTask<string?> DrawAsync(IExperimentResultsGrain results, string experiment, string? metric)
    {
        // Kept for a rolling upgrade from 0.1: its silos draw the picture themselves, and send no typed results.
        if (await results.GetAsync(experiment) is { Results: null })
        {
            return await results.PictureAsync(experiment, metric);
        }

        return await results.HistoryAsync(experiment, metric) is { } history ? Draw(history) : null;
    }

    /// <summary>Draws a metric's history as SVG.</summary>
    public static string Draw(MetricHistory history)
    {
        string title = $"{history.Experiment}: {history.Metric}";
        bool isShare = history.Kind == MetricKind.Proportion;
        PictureText words = new(title, "hours since the start", "difference to the control", isShare);
        return IntervalPicture.Render(words, history.Arms);
    }
}
