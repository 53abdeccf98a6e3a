using System.Collections.Immutable;
using System.Text;
using Personalization.Abstractions.Experiments;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Experiments;

/// <summary>Runs the simulations and the published experiment, and says what was found.</summary>
internal static class ExperimentBenchmark
{
    private const int PublishedLooks = 100;

    /// <summary>Runs it all.</summary>
    /// <returns>0 when every promise held, else 1.</returns>
    public static async Task<int> RunAsync(ExperimentOptions options, TextWriter output)
    {
        StringBuilder text = new();
        bool isKept = true;
        if (options.Data is { } data)
        {
            ImmutableArray<(int Players, ExperimentResults Results)> looks = CookieCats.Look(CookieCats.Read(data), PublishedLooks);
            _ = text.Append(CookieCatsText.Render(looks));
            isKept &= CookieCatsText.IsAsPublished(looks[^1].Results);
            if (options.Picture is { } picture)
            {
                await File.WriteAllTextAsync(picture, CookieCats.Picture(looks));
            }
        }

        if (options.Runs > 0)
        {
            SimulationPlan plan = new(options.Runs, options.Looks, 100, options.Seed);
            await output.WriteLineAsync($"simulating {options.Runs} experiments of each kind");
            FalsePositiveTable falsePositives = FalsePositiveTable.Measure(plan);
            isKept &= falsePositives.IsKept();
            _ = text.Append(falsePositives.Render()).Append(PowerTable.Render(plan)).Append(SplitTable.Render(plan));
        }

        await output.WriteAsync(text.ToString());
        await ReportFiles.WriteAsync(null, options.Markdown, string.Empty, text.ToString());
        return isKept ? 0 : 1;
    }
}
