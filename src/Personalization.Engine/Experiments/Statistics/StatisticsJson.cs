using System.Text.Json;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// Reads and writes the stored JSON of an experiment's statistics. A read restores every value exactly.
/// </summary>
public static class StatisticsJson
{
    /// <summary>Writes statistics.</summary>
    public static string Write(ExperimentStatistics statistics) =>
        JsonSerializer.Serialize(statistics, ExperimentJson.Options);

    /// <summary>Reads statistics.</summary>
    public static ExperimentStatistics Read(string json) =>
        JsonSerializer.Deserialize<ExperimentStatistics>(json, ExperimentJson.Options)!;
}
