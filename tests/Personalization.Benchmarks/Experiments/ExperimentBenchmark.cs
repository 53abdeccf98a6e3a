using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Personalization.Abstractions.Experiments;
using Personalization.Benchmarks.Experiments.Simulations;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Experiments;

/// <summary>Runs the simulated experiments and analyzes the published one.</summary>
internal sealed class ExperimentBenchmark : IBenchmark
{
    private const int PublishedLooks = 100;

    private readonly Option<string?> _data = new("--data")
    {
        Description = "A folder with cookie_cats.csv, or a .csv file with its columns: a published A/B test.",
    };

    private readonly Option<int> _runs = new("--runs")
    {
        Description = "Experiments of each kind to simulate; 0 omits the simulations.",
        DefaultValueFactory = _ => 2000,
    };

    private readonly Option<int> _looks = new("--looks")
    {
        Description = "Interim analyses of each experiment.",
        DefaultValueFactory = _ => 100,
    };

    private readonly Option<int> _seed = CommandOptions.Seed();

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new(
            "experiment",
            "False positives, power and coverage of experiments' intervals under continuous monitoring, and a "
                + "published A/B test.")
        {
            _data, _runs, _looks, _seed,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        ExperimentOptions options = new(
            arguments.GetValue(_data),
            arguments.GetValue(_runs),
            arguments.GetValue(_looks),
            arguments.GetValue(_seed));
        string? picture = null;
        StringBuilder text = new();
        bool succeeded = true;
        if (options.Data is { } data)
        {
            ImmutableArray<(int Players, ExperimentResults Results)> looks = CookieCats.Look(
                CookieCats.Read(data), PublishedLooks);
            _ = text.Append(CookieCatsText.Render(looks));
            succeeded &= CookieCatsText.IsAsPublished(looks[^1].Results);
            picture = CookieCats.Picture(looks);
        }

        if (options.Runs > 0)
        {
            SimulationPlan plan = new(options.Runs, options.Looks, 100, options.Seed);
            await output.WriteLineAsync($"simulating {options.Runs} experiments of each kind");
            FalsePositiveTable falsePositives = FalsePositiveTable.Measure(plan);
            succeeded &= falsePositives.IsKept();
            _ = text.Append(falsePositives.Render()).Append(PowerTable.Render(plan)).Append(SplitTable.Render(plan));
        }

        return new Report("experiments", "Experiments under continuous monitoring", text.ToString())
        {
            Section = "Confidence sequences",
            Succeeded = succeeded,
            Picture = picture,
            Limits =
            [
                "All random numbers are seeded: the same command gives the same tables.",
                "A simulated experiment counts as different if any of its interim analyses finds a difference.",
            ],
        };
    }
}
