using System.CommandLine;
using System.Globalization;
using System.Text;
using Personalization.Abstractions.Experiments;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Experiments.Exploration;

/// <summary>
/// Compares greedy, epsilon-greedy, SquareCB and Thompson sampling in simulated worlds with new items every day.
/// </summary>
internal sealed class ExplorationBenchmark : IBenchmark
{
    /// <summary>The compared policies, greedy first.</summary>
    public static readonly (string Name, ExplorationSettings Settings)[] Policies =
    [
        ("greedy", Marked(ExplorationPolicy.Greedy)),
        ("epsilon 2 %", Marked(ExplorationPolicy.Epsilon) with { Epsilon = 0.02 }),
        ("epsilon 5 %", Marked(ExplorationPolicy.Epsilon) with { Epsilon = 0.05 }),
        ("SquareCB, sharpness 300", Marked(ExplorationPolicy.SquareCb) with { Sharpness = 300 }),
        ("SquareCB, sharpness 1,000", Marked(ExplorationPolicy.SquareCb) with { Sharpness = 1000 }),
        ("SquareCB, sharpness 3,000", Marked(ExplorationPolicy.SquareCb) with { Sharpness = 3000 }),
        ("Thompson, floor 5 %", Marked(ExplorationPolicy.Thompson) with { Epsilon = 0.05 }),
        ("Thompson, floor 1 %", Marked(ExplorationPolicy.Thompson) with { Epsilon = 0.01 }),
    ];

    private static readonly BanditPlan Full = BanditPlan.Unknown;
    private readonly Option<int> _worlds =
        new("--worlds") { Description = "The number of simulated shops.", DefaultValueFactory = _ => Full.Worlds };
    private readonly Option<int> _days =
        new("--days") { Description = "Days per shop.", DefaultValueFactory = _ => Full.Days };
    private readonly Option<int> _users =
        new("--users") { Description = "Users per day.", DefaultValueFactory = _ => Full.ADay };
    private readonly Option<int> _arrivals = new("--arrivals")
    {
        Description = "Items replaced per day.",
        DefaultValueFactory = _ => Full.NewADay,
    };

    private readonly Option<int> _seed = CommandOptions.Seed();

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new(
            "exploration",
            "Compares greedy, epsilon-greedy, SquareCB and Thompson sampling in simulated shops with new items every "
                + "day.")
        {
            _worlds, _days, _users, _arrivals, _seed,
        };

    /// <inheritdoc/>
    public Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        StringBuilder text = new();
        foreach (BanditPlan kind in new[] { BanditPlan.Unknown, BanditPlan.Known })
        {
            BanditPlan plan = kind with
            {
                Worlds = arguments.GetValue(_worlds),
                Days = arguments.GetValue(_days),
                ADay = arguments.GetValue(_users),
                NewADay = arguments.GetValue(_arrivals),
            };
            _ = text.Append(Table(plan, arguments.GetValue(_seed)));
        }

        return Task.FromResult(new Report("experiments", "Experiments under continuous monitoring", text.ToString())
        {
            Section = "Exploration when new items arrive daily",
            Limits = ["Every policy runs in the same worlds. Rewards are the probabilities of the shown items, without "
                + "sampling noise."],
        });
    }

    private static string Table(BanditPlan plan, int seed)
    {
        MarkdownTable table = new(
            "policy",
            "mean reward",
            "second half",
            "of the best possible", "gain over greedy, with standard error", "worlds ahead of greedy");
        BanditRun[] greedy = Worlds(plan, Policies[0].Settings, seed);
        foreach ((string name, ExplorationSettings settings) in Policies)
        {
            BanditRun[] runs = settings.Policy == ExplorationPolicy.Greedy ? greedy : Worlds(plan, settings, seed);
            (double gain, double error) = Gain(runs, greedy);
            _ = table.Row(
                name, Number(runs.Average(run => run.Reward)), Number(runs.Average(run => run.Late)),
                runs.Average(run => run.Reward / run.Best).ToString("0.0%", CultureInfo.InvariantCulture),
                $"{Number(gain)} +- {Number(error)}",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{runs.Zip(greedy).Count(pair => pair.First.Reward > pair.Second.Reward)} of {plan.Worlds}"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"""

            {plan.Worlds} worlds of {plan.Days} days with {plan.ADay:N0} users; {plan.Items} items,
            {plan.NewADay} of them new every day; the slot draws from {plan.Candidates} candidates; training after every
            {plan.Batch} users.
            Known features change the items' rates by {plan.TraitSpread * Math.Sqrt(8):0.00}, unknown appeal by
            {plan.AppealSpread:0.00} (standard deviations). The best possible mean is
            {greedy.Average(run => run.Best):0.0000}.

            {table}
            """);
    }

    /// <summary>Runs a policy in every world, on two threads. Each run depends only on its seed.</summary>
    public static BanditRun[] Worlds(BanditPlan plan, ExplorationSettings settings, int seed)
    {
        BanditRun[] runs = new BanditRun[plan.Worlds];
        _ = Parallel.For(
            0,
            plan.Worlds,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            i => runs[i] = BanditRun.Of(plan, settings, seed + i));
        return runs;
    }

    /// <summary>Gets the mean gain per world over greedy, and its standard error.</summary>
    public static (double Mean, double Error) Gain(BanditRun[] runs, BanditRun[] greedy)
    {
        double[] gains = [.. runs.Zip(greedy, (run, other) => run.Reward - other.Reward)];
        double mean = gains.Average();
        return (
            mean,
            Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / Math.Max(1, gains.Length - 1) / gains.Length));
    }

    private static ExplorationSettings Marked(ExplorationPolicy policy) =>
        new() { Policy = policy, Slots = [0], Pool = 1000 };

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
