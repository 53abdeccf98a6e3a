using System.Text.Json;
using Personalization.Testing;

namespace Personalization.ClusterTests.Telemetry;

/// <summary>What the dashboards ask Prometheus.</summary>
internal static class Dashboards
{
    /// <summary>
    /// Parts of queries about what need not have happened: errors, feeds, experiments, rollouts and clients that were
    /// never there, and the days before.
    /// </summary>
    private static readonly string[] MayBeEmpty =
    [
        "personalization_feed_",
        "personalization_data_quality_",
        "personalization_experiment_",
        "personalization_rollout_",
        "personalization_retraining_drift",
        "resilience_polly_",
        "\"5..\"",
        "\"4..\"",
        "!=\"acquired\"",
        "status!=\"accepted\"",
        "reason!=\"none\"",
        " offset ",
    ];

    /// <summary>Every query of every panel, with the dashboard and panel it is in.</summary>
    public static IReadOnlyList<(string Panel, string Query, bool MustHaveData)> Queries() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(EngineBuild.Root, "deploy", "grafana", "dashboards"), "*.json")
            .SelectMany(file =>
            {
                using JsonDocument board = JsonDocument.Parse(File.ReadAllText(file));
                return board.RootElement.GetProperty("panels")
                    .EnumerateArray()
                    .SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target =>
                        (
                            Panel: $"{Path.GetFileNameWithoutExtension(file)}: "
                                + $"{panel.GetProperty("title").GetString()}",
                            Query: target.GetProperty("expr").GetString()!)))
                    .ToList();
            }).Select(found => (
                found.Panel,
                found.Query.Replace("$__rate_interval", "1m", StringComparison.Ordinal),
                !Array.Exists(MayBeEmpty, part => found.Query.Contains(part, StringComparison.Ordinal)))),
    ];
}
