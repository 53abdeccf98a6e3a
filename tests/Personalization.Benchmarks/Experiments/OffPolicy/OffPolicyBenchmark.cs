using System.CommandLine;
using System.Globalization;
using System.Text;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Evaluation.OffPolicy;

namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>Evaluates each of the two logged policies with the log of the other one.</summary>
internal sealed class OffPolicyBenchmark : IBenchmark
{
    /// <summary>The click rate of the Thompson sampling policy on all of the published data.</summary>
    private const double TrueThompson = 0.0067;

    /// <summary>The click rate of the random policy on all of the published data.</summary>
    private const double TrueRandom = 0.0051;

    private const int Draws = 200_000;

    private readonly Option<string> _data = CommandOptions.Data(
        "A folder with random/men.csv, bts/men.csv and prior_bts.yaml of the Open Bandit data.");

    private readonly Option<int> _resamples = new("--resamples")
    {
        Description = "Bootstrap resamples per interval.",
        DefaultValueFactory = _ => 500,
    };

    private readonly Option<int> _seed = CommandOptions.Seed();

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("ope", "Estimates the reward of a policy from the log of another policy (IPS, SNIPS, DM, DR), with known "
            + "true rewards.")
        {
            _data, _resamples, _seed,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        string folder = arguments.GetValue(_data)!;
        int resamples = arguments.GetValue(_resamples);
        int seed = arguments.GetValue(_seed);
        await output.WriteLineAsync("reading");
        OpenBanditRow[] random = OpenBanditLog.Read(folder, "random");
        OpenBanditRow[] thompson = OpenBanditLog.Read(folder, "bts");
        (double[] alpha, double[] beta) = OpenBanditLog.Priors(folder);
        double[][] policy = BernoulliThompson.Probabilities(
            alpha, beta, OpenBanditLog.Positions, Draws, new Random(seed));
        double[][] drawn = Shares(thompson, alpha.Length);
        double[][] uniform = [.. policy.Select(position => position.Select(_ => 1.0 / position.Length).ToArray())];
        OpenBanditDraws draws = new(random.Concat(thompson), alpha.Length);
        OffPolicyOptions options = new() { Resamples = resamples, Seed = seed };
        OffPolicyReport ofPriors = OffPolicyEvaluator.Evaluate(draws.Of(random, policy), options);
        OffPolicyReport ofDrawn = OffPolicyEvaluator.Evaluate(draws.Of(random, drawn), options);
        OffPolicyReport ofRandom = OffPolicyEvaluator.Evaluate(draws.Of(thompson, uniform), options);
        StringBuilder text = new();
        _ = text.Append(
            Table(
                "Thompson sampling with the published priors, estimated from the random log",
                ofPriors,
                TrueThompson,
                thompson))
            .Append(Table(
                "Thompson sampling with the item shares of its log (without clicks), estimated from the random log",
                ofDrawn,
                TrueThompson,
                thompson))
            .Append(
                Table("The random policy, estimated from the log of Thompson sampling", ofRandom, TrueRandom, random));
        return new Report("ope", "Off-policy estimates against the truth", text.ToString())
        {
            Succeeded = Covering(ofPriors, TrueThompson) + Covering(ofDrawn, TrueThompson) == 8,
            Limits = [$"{resamples} bootstrap resamples, seed {seed}."],
        };
    }

    /// <summary>Gets the share of each item at each position of a log: [position][item].</summary>
    private static double[][] Shares(OpenBanditRow[] rows, int items) =>
    [
        .. Enumerable.Range(0, OpenBanditLog.Positions).Select(position =>
        {
            OpenBanditRow[] there = [.. rows.Where(row => row.Position == position)];
            return Enumerable.Range(0, items)
                .Select(item => there.Count(row => row.Item == item) / (double)there.Length)
                .ToArray();
        }),
    ];

    private static string Table(string title, OffPolicyReport report, double truth, OpenBanditRow[] own)
    {
        MarkdownTable table = new("estimator", "click rate", "95 % by bootstrap", "covers the truth");
        foreach ((string name, OffPolicyEstimate estimate) in Named(report))
        {
            _ = table.Row(
                name,
                Percent(estimate.Value),
                $"{Percent(estimate.Interval.Low)} to {Percent(estimate.Interval.High)}",
                estimate.Interval.Covers(truth) ? "yes" : "NO");
        }

        return string.Create(CultureInfo.InvariantCulture, $"""

            {title}: {report.Draws:N0} draws, effective sample size {report.EffectiveDraws:N0}; mean weight
            {report.MeanWeight:0.000}, {report.Clipped:0.##%} clipped. True click rate on all of the published data:
            {Percent(truth)}; in the evaluated policy's log here: {Percent(own.Average(row => row.Click ? 1.0 : 0))}; in
            the logging policy's log: {Percent(report.Logged)}.

            {table}
            """);
    }

    private static IEnumerable<(string Name, OffPolicyEstimate Estimate)> Named(OffPolicyReport report) =>
        [("IPS", report.Ips), ("SNIPS", report.Snips), ("DM", report.Dm), ("DR", report.Dr)];

    private static int Covering(OffPolicyReport report, double truth) =>
        Named(report).Count(named => named.Estimate.Interval.Covers(truth));

    private static string Percent(double share) => share.ToString("0.000%", CultureInfo.InvariantCulture);
}
