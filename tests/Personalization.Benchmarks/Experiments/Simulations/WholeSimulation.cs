using MathNet.Numerics.Distributions;
using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>
/// Simulates whole A/A experiments with the engine's analyst: three arms, two primary metrics, four secondary metrics,
/// and two guardrails whose true value equals the margin.
/// </summary>
internal static class WholeSimulation
{
    private const double Margin = 0.05;
    private static readonly string[] Arms = ["control", "first", "second"];

    private static readonly ExperimentDefinition Definition = new()
    {
        Name = "nothing",
        Status = ExperimentStatus.Running,
        Arms = [.. Arms.Select(name => ArmDefinition.Control(name))],
        Metrics =
        [
            new() { Name = "conversion", Kind = MetricKind.Proportion },
            new() { Name = "revenue" },
            .. Enumerable.Range(
                1, 4).Select(i => new MetricDefinition { Name = $"secondary {i}", Role = MetricRole.Secondary }),
            new() { Name = "errors", Role = MetricRole.Guardrail, HigherIsBetter = false, Margin = Margin },
            new() { Name = "visits", Role = MetricRole.Guardrail, Margin = Margin },
        ],
    };

    /// <summary>Gets the false conclusions of each run.</summary>
    public static WholeRun[] Run(SimulationPlan plan)
    {
        ExperimentDefinition definition = Definition with { PlannedUnits = plan.AllUsers };
        return plan.Run(chance =>
        {
            ExperimentStatistics statistics = ExperimentStatistics.Empty;
            WholeRun run = new(false, false, false, false);
            for (int look = 1; look <= plan.Looks; look++)
            {
                statistics += Gained(chance, plan.UsersPerLook);
                ExperimentResults results = ExperimentAnalyst.Analyse(definition, statistics);
                run = new(
                    run.Primary || Any(results, MetricRole.Primary),
                    run.Secondary || Any(results, MetricRole.Secondary),
                    run.Guardrail || Any(results, MetricRole.Guardrail),
                    run.Split || results.SampleRatio.IsMismatch);
            }

            return run;
        });
    }

    private static bool Any(ExperimentResults results, MetricRole role) =>
        results.Metrics.Any(metric => metric.Role == role && metric.Verdict != Verdict.Open);

    private static ExperimentStatistics Gained(Random chance, int users)
    {
        Dictionary<(string Arm, string Metric), Moments> sums = [];
        long[] units = new long[Arms.Length];
        for (int user = 0; user < Arms.Length * users; user++)
        {
            int arm = chance.Next(Arms.Length);
            units[arm]++;
            foreach (MetricDefinition metric in Definition.Metrics)
            {
                (string, string) key = (Arms[arm], metric.Name);
                sums[key] = sums.GetValueOrDefault(key) + Moments.Of(Value(chance, metric, arm));
            }
        }

        ImmutableSortedDictionary<string, ArmStatistics> arms = Arms.ToImmutableSortedDictionary(
            name => name,
            name => new ArmStatistics
            {
                Units = units[Array.IndexOf(Arms, name)],
                Metrics = sums
                    .Where(sum => sum.Key.Arm == name)
                    .ToImmutableSortedDictionary(sum => sum.Key.Metric, sum => sum.Value),
            });
        return new() { Arms = arms };
    }

    private static double Value(Random chance, MetricDefinition metric, int arm) => metric.Name switch
    {
        "conversion" => chance.NextDouble() < 0.1 ? 1 : 0,
        "revenue" => chance.NextDouble() < 0.1 ? Math.Exp(2 + (0.8 * Normal.Sample(chance, 0, 1))) : 0,
        "errors" => chance.NextDouble() < 0.2 * (arm == 0 ? 1 : 1 + Margin) ? 1 : 0,
        "visits" => -Math.Log(1 - chance.NextDouble()) * (arm == 0 ? 1 : 1 - Margin),
        _ => chance.NextDouble(),
    };
}
