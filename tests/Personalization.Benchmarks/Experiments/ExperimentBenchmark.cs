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
        Description = "A published A/B test: a .csv file, or a folder with one. A header line, one row for each "
            + "user, a column with the arm, and a column for each metric (a number, or TRUE and FALSE).",
    };

    private readonly Option<string> _arm = new("--arm")
    {
        Description = "The column with the arm.",
        DefaultValueFactory = _ => "version",
    };

    private readonly Option<string?> _control = new("--control")
    {
        Description = "The arm that the others are compared with; the first by name if absent.",
    };

    private readonly Option<string[]> _metrics = new("--metric")
    {
        Description = "A metric column, or COLUMN=CAP; the first is the primary one. Default: those of Cookie Cats.",
    };

    private readonly Option<double?> _low = new("--truth-low")
    {
        Description = "The lowest published difference of the primary metric between the first arm and the control.",
    };

    private readonly Option<double?> _high = new("--truth-high")
    {
        Description = "The highest published difference. With both bounds, another result fails the run.",
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
            _data, _arm, _control, _metrics, _low, _high, _runs, _looks, _seed,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        ExperimentOptions options = new(
            arguments.GetValue(_data),
            arguments.GetValue(_metrics) ?? [],
            arguments.GetValue(_low),
            arguments.GetValue(_high),
            arguments.GetValue(_runs),
            arguments.GetValue(_looks),
            arguments.GetValue(_seed));
        string? picture = null;
        StringBuilder text = new();
        bool succeeded = true;
        if (options.Data is { } data)
        {
            PublishedTest test = PublishedTestFile.Read(
                data, arguments.GetValue(_arm)!, arguments.GetValue(_control), options.Metrics);
            ImmutableArray<(int Users, ExperimentResults Results)> looks = test.Look(PublishedLooks);
            _ = text.Append(PublishedTestText.Render(test, looks));
            succeeded &= options.Truth is not { } truth
                || PublishedTestText.IsAsPublished(test, looks[^1].Results, truth);
            picture = test.Picture(looks);
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
