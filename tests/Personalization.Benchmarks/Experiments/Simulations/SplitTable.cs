using System.Globalization;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>Measures how soon the engine's level finds an injected sample ratio mismatch.</summary>
internal static class SplitTable
{
    private const double Level = 0.001;

    /// <summary>Simulates the experiments and renders the table as Markdown.</summary>
    public static string Render(SimulationPlan plan)
    {
        MarkdownTable table = new("planned", "actual", "found", "median users until found");
        foreach (double share in new[] { 0.51, 0.52, 0.55 })
        {
            SimulationPlan few = plan with { Runs = Math.Max(1, plan.Runs / 4), UsersPerLook = 500 };
            int[] found = [.. SampleRatioSimulation.FirstLooks(few, [.5, .5], [share, 1 - share], Level)
                .Where(look => look > 0)
                .Order()];
            _ = table.Row(
                "50/50", string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#}/{(1 - share) * 100:0.#}"),
                string.Create(CultureInfo.InvariantCulture, $"{(double)found.Length / few.Runs:0.#%}"),
                found.Length == 0 ? string.Empty : string.Create(
                    CultureInfo.InvariantCulture, $"{2 * few.UsersPerLook * found[found.Length / 2]:N0}"));
        }

        return $"\nInjected sample ratio mismatch, tested at the level "
            + $"{Level.ToString(CultureInfo.InvariantCulture)}:\n\n{table}";
    }
}
