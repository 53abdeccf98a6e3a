using Personalization.Abstractions.Experiments;

namespace Personalization.ClusterTests.Experiments;

/// <summary>An experiment for tests.</summary>
internal static class Trial
{
    public const string Name = "variety";

    /// <summary>
    /// Gets an experiment with a control and an arm without diversity. Conversion is the decision metric, revenue the
    /// guardrail, and clicks per list a secondary metric.
    /// </summary>
    public static ExperimentDefinition Definition(string name = Name) => new()
    {
        Name = name,
        Arms =
        [ArmDefinition.Control(), new("plain", 1, new VariantPatch { Policy = new PolicyPatch { Diversity = 0 } })],
        MinUnits = 10,
        Metrics =
        [
            new() { Name = "bought", Kind = MetricKind.Proportion, Outcome = new() { EventTypes = ["purchase"] } },
            new()
            {
                Name = "spent",
                Role = MetricRole.Guardrail,
                Margin = 0.2,
                Outcome = new() { EventTypes = ["purchase"], Measure = OutcomeMeasure.Sum }
            },
            new()
            {
                Name = "clicksAList",
                Kind = MetricKind.Ratio,
                Role = MetricRole.Secondary,
                Outcome = new()
                {
                    EventTypes = ["click"],
                    Measure = OutcomeMeasure.Count,
                    NeedsActivation = true,
                    OnlyNamed = true
                }
            },
        ],
    };

    public static string Json(string name = Name) => ExperimentJson.Write(Definition(name));
}
