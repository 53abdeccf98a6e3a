using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Experiments;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Experiments;

/// <summary>Renders the results of the published experiment.</summary>
internal static class CookieCatsText
{
    /// <summary>
    /// Gets whether the conclusion equals the published one: 7-day retention is worse at gate 40, by about 0.8 points.
    /// </summary>
    public static bool IsAsPublished(ExperimentResults results) =>
        results.Of("retention_7", CookieCats.Arm) is { Verdict: Verdict.Worse, Difference: > -0.009 and < -0.007 };

    /// <summary>Renders the table as Markdown.</summary>
    public static string Render(ImmutableArray<(int Players, ExperimentResults Results)> looks)
    {
        ExperimentResults last = looks[^1].Results;
        MarkdownTable table = new(
            "metric", "gate_30", "gate_40", "difference", "95 % confidence sequence", "exact", "anytime p", "verdict");
        foreach (MetricResult result in last.Metrics)
        {
            _ = table.Row(
                result.Metric,
                Number(result.Control),
                Number(result.Value),
                Number(result.Difference),
                Number(result.Interval),
                Number(result.ExactInterval),
                Number(result.PValue), result.Verdict.ToString().ToLowerInvariant());
        }

        int first = looks.First(
            look => look.Results.Of("retention_7", CookieCats.Arm).Verdict == Verdict.Worse).Players;
        return string.Create(CultureInfo.InvariantCulture, $"""

            {looks[^1].Players:N0} players, {last.Arms[0].Units:N0} at gate 30 and {last.Arms[1].Units:N0} at gate 40.
            The sample ratio test has p = {last.SampleRatio.PValue:0.###}.

            {table}
            The first of {looks.Length} interim analyses that found a worse 7-day retention came after {first:N0}
            players.

            """);
    }

    private static string Number(double? value) =>
        value?.ToString("0.#####", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Number(Interval? interval) => interval is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.Low:0.#####} to {known.High:0.#####}")
        : string.Empty;
}
