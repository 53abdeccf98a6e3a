using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Evaluation.OffPolicy;

namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>Evaluates each of the two logged policies with the log of the other one.</summary>
internal sealed class OffPolicyBenchmark : IBenchmark
{
    private const int Draws = 200_000;
    private const int Estimators = 4;

    private readonly Option<string?> _data = new("--data")
    {
        Description = "A folder of the Open Bandit data: random/CAMPAIGN.csv, bts/CAMPAIGN.csv and prior_bts.yaml.",
    };

    private readonly Option<string> _campaign = new("--campaign")
    {
        Description = "The campaign of the folder.",
        DefaultValueFactory = _ => "men",
    };

    private readonly Option<string?> _log = new("--log")
    {
        Description = "Instead of --data: the log of a policy that draws uniformly, a .csv file with a header line.",
    };

    private readonly Option<string?> _other = new("--other")
    {
        Description = "With --log: the log of another policy with the same columns.",
    };

    private readonly Option<string> _item = Column("--item", "the item number, from 0", columns => columns.Item);
    private readonly Option<string> _position = Column(
        "--position", "the position, from 1", columns => columns.Position);

    private readonly Option<string> _reward = Column("--reward", "the reward, 0 or 1", columns => columns.Reward);
    private readonly Option<string> _propensity = Column(
        "--propensity", "the probability of the item at the position", columns => columns.Propensity);

    private readonly Option<string> _user = Column(
        "--user-features", "each user feature (start of the name)", columns => columns.User);

    private readonly Option<string> _affinity = Column(
        "--affinities", "the affinity to each item (start of the name)", columns => columns.Affinity);

    private readonly Option<double?> _trueLog = new("--truth-log")
    {
        Description = "The true reward rate of the policy of the first log, 0 to 1.",
    };

    private readonly Option<double?> _trueOther = new("--truth-other")
    {
        Description = "The true reward rate of the policy of the other log. With it, an interval that misses it fails.",
    };

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
            _data, _campaign, _log, _other,
            _item, _position, _reward, _propensity, _user, _affinity,
            _trueLog, _trueOther, _resamples, _seed,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        OffPolicyInput input = InputOf(arguments);
        OffPolicyOptions options = new()
        {
            Resamples = arguments.GetValue(_resamples),
            Seed = arguments.GetValue(_seed),
        };
        await output.WriteLineAsync("reading");
        OpenBanditRow[] random = OpenBanditLog.Read(input.Log, input.Columns);
        OpenBanditRow[] other = OpenBanditLog.Read(input.Other, input.Columns);
        int positions = 1 + random.Concat(other).Max(row => row.Position);
        int items = 1 + random.Concat(other).Max(row => row.Item);
        double[][]? policy = null;
        if (input.Priors is { } priors)
        {
            (double[] alpha, double[] beta) = OpenBanditLog.Priors(priors, input.Campaign);
            items = Math.Max(items, alpha.Length);
            policy = BernoulliThompson.Probabilities(alpha, beta, positions, Draws, new Random(options.Seed));
        }

        double[] uniform = [.. Enumerable.Repeat(1.0 / items, items)];
        OpenBanditDraws draws = new(random.Concat(other), items, positions);
        List<(string Title, OffPolicyReport Report, double? Truth, OpenBanditRow[] Own)> tables =
        [
            (
                "The other policy with the item shares of its log (without rewards), estimated from the random log",
                OffPolicyEvaluator.Evaluate(draws.Of(random, Shares(other, items, positions)), options),
                input.TrueOther,
                other),
            (
                "The random policy, estimated from the other log",
                OffPolicyEvaluator.Evaluate(draws.Of(
                    other, [.. Enumerable.Repeat(uniform, positions)]), options),
                input.TrueLog,
                random),
        ];
        if (policy is not null)
        {
            OffPolicyReport ofPriors = OffPolicyEvaluator.Evaluate(draws.Of(random, policy), options);
            tables.Insert(0, (
                "Thompson sampling with the published priors, estimated from the random log",
                ofPriors,
                input.TrueOther,
                other));
        }

        return new Report(
            "ope",
            "Off-policy estimates against the truth",
            string.Concat(tables.Select(table => Table(table.Title, table.Report, table.Truth, table.Own))))
        {
            Succeeded = tables[..^1].TrueForAll(
                table => table.Truth is not { } truth || Covering(table.Report, truth) == Estimators),
            Limits = [$"{options.Resamples} bootstrap resamples, seed {options.Seed}."],
        };
    }

    private static Option<string> Column(string name, string meaning, Func<BanditColumns, string> columnOf) => new(name)
    {
        Description = $"The column with {meaning}.",
        DefaultValueFactory = _ => columnOf(BanditColumns.OpenBandit),
    };

    private OffPolicyInput InputOf(ParseResult arguments)
    {
        (string? data, string? log, string? other) =
            (arguments.GetValue(_data), arguments.GetValue(_log), arguments.GetValue(_other));
        bool isFolder = data is not null && log is null && other is null;
        if (!isFolder && (data is not null || log is null || other is null))
        {
            throw new InvalidDataException("Name either a folder with --data, or two files with --log and --other.");
        }

        string campaign = arguments.GetValue(_campaign)!;
        OffPolicyInput input = isFolder
            ? OffPolicyInput.Of(data!, campaign)
            : new(log!, other!, null, campaign, BanditColumns.OpenBandit, null, null);
        return input with
        {
            Columns = new(
                arguments.GetValue(_item)!,
                arguments.GetValue(_position)!,
                arguments.GetValue(_reward)!,
                arguments.GetValue(_propensity)!,
                arguments.GetValue(_user)!,
                arguments.GetValue(_affinity)!),
            TrueLog = arguments.GetValue(_trueLog) ?? input.TrueLog,
            TrueOther = arguments.GetValue(_trueOther) ?? input.TrueOther,
        };
    }

    /// <summary>Gets the share of each item at each position of a log: [position][item].</summary>
    private static double[][] Shares(OpenBanditRow[] rows, int items, int positions) =>
    [
        .. Enumerable.Range(0, positions).Select(position =>
        {
            OpenBanditRow[] there = [.. rows.Where(row => row.Position == position)];
            return Enumerable.Range(0, items)
                .Select(item => there.Count(row => row.Item == item) / (double)Math.Max(1, there.Length))
                .ToArray();
        }),
    ];

    private static string Table(string title, OffPolicyReport report, double? truth, OpenBanditRow[] own)
    {
        MarkdownTable table = new("estimator", "reward rate", "95 % by bootstrap", "covers the truth");
        foreach ((string name, OffPolicyEstimate estimate) in Named(report))
        {
            _ = table.Row(
                name,
                Percent(estimate.Value),
                $"{Percent(estimate.Interval.Low)} to {Percent(estimate.Interval.High)}",
                truth is not { } known ? "unknown" : estimate.Interval.Covers(known) ? "yes" : "NO");
        }

        return string.Create(CultureInfo.InvariantCulture, $"""

            {title}: {report.Draws:N0} draws, effective sample size {report.EffectiveDraws:N0}; mean weight
            {report.MeanWeight:0.000}, {report.Clipped:0.##%} clipped. True reward rate:
            {(truth is { } rate ? Percent(rate) : "unknown")}; in the evaluated policy's log here:
            {Percent(own.Average(row => row.Click ? 1.0 : 0))}; in the logging policy's log: {Percent(report.Logged)}.

            {table}
            """);
    }

    private static IEnumerable<(string Name, OffPolicyEstimate Estimate)> Named(OffPolicyReport report) =>
        [("IPS", report.Ips), ("SNIPS", report.Snips), ("DM", report.Dm), ("DR", report.Dr)];

    private static int Covering(OffPolicyReport report, double truth) =>
        Named(report).Count(named => named.Estimate.Interval.Covers(truth));

    private static string Percent(double share) => share.ToString("0.000%", CultureInfo.InvariantCulture);
}
