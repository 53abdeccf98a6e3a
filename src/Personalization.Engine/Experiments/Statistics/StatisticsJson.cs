using System.Text.Json;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// The JSON form of an experiment's statistics, as it is stored. Exact: what is read equals what was written.
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
