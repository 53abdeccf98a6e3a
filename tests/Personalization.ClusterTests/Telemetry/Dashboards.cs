using System.Text.Json;
using Personalization.Testing;

namespace Personalization.ClusterTests.Telemetry;

/// <summary>The Prometheus queries of the dashboards.</summary>
internal static class Dashboards
{
    /// <summary>
    /// Parts of queries that may have no data: errors, feeds, experiments, rollouts, absent clients, and earlier days.
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

    /// <summary>Gets every query with its dashboard and panel.</summary>
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
