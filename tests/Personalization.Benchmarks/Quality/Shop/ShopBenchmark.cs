using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Benchmarks.Reports;
using Personalization.Testing;

namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>
/// Imports a real shop's log over HTTP, trains, and evaluates how well the served lists predict the next purchases. The
/// same evaluator measures baselines.
/// </summary>
internal sealed class ShopBenchmark : IBenchmark
{
    private const string Placement = "shop";
    private const int Connections = 8;

    private readonly Option<string> _data = CommandOptions.Data(
        "A folder in the retailrocket layout: events.csv and test_buy.csv.");
    private readonly Option<string?> _work = CommandOptions.Work();
    private readonly Option<bool> _baselinesOnly = new("--baselines-only")
    {
        Description = "Only check the evaluator; needs no engine.",
    };

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("shop", "Imports a shop's log over HTTP, trains, and evaluates the served lists.")
        {
            _data, _work, _baselinesOnly
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        ShopLog log = ShopLog.Read(arguments.GetValue(_data)!);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{log.Events.Length:N0} events, {log.Visitors:N0} visitors, {log.Items:N0} items, {log.Buys.Length:N0} "
                + $"held-out purchases"));
        Protocol protocol = ShopLayout.Of(log);
        List<QualityRow> rows = Baselines(protocol);
        ServingFigures? serving = arguments.GetValue(_baselinesOnly)
            ? null
            : await ServeAsync(arguments.GetValue(_work), log, protocol, rows, output);
        return new Report("shop", "Next purchases of a real shop", ShopText.Render(rows, serving))
        {
            Figures = new { machine = Machine.Describe(), rows, serving },
            Succeeded = ShopText.IsTrusted(rows) && (serving is null || ShopText.IsAhead(rows)),
            Limits =
            [
                "Scores of baselines tie often. The two tie columns are the extremes; HR@20 and NDCG@20 are means over "
                    + "all orders.",
                "A held-out purchase is a visitor's last event but not the end of the log, so every ranker sees later "
                + "events of other visitors. This leak favors rankers that use recency; the engine's own hold-out does "
                + "not have this "
                + "gain.",
            ],
        };
    }

    /// <summary>Evaluates the baselines with published figures.</summary>
    internal static List<QualityRow> Baselines(Protocol protocol)
    {
        (PublishedRow Published, ScoreRanker Ranker)[] baselines =
        [
            (PublishedRow.MostPopular, Rankers.Baselines.Popular(protocol.Log)),
            (PublishedRow.Cosine, NeighbourVotes.Of(protocol.Log, cosine: true)),
            (PublishedRow.CoCounts, NeighbourVotes.Of(protocol.Log, cosine: false)),
        ];
        return
        [
            .. baselines.Select(row => QualityRow.Of(
                row.Published, QualityEvaluator.JudgeScores(protocol, row.Ranker, Environment.ProcessorCount))),
        ];
    }

    private static async Task<ServingFigures> ServeAsync(
        string? work, ShopLog log, Protocol protocol, List<QualityRow> rows, TextWriter output)
    {
        using TempFolder data = new(work);
        EngineLaunch launch = new EngineLaunch(data.Path).With(
            $"Personalization__Placements__{Placement}__SeenItems", "Exclude");
        await using EngineProcess engine = await EngineProcess.StartAsync(launch, CancellationToken.None);
        using EngineClient client = new(engine);
        await output.WriteLineAsync("importing over HTTP");
        (double importSeconds, long rejected) = await ShopImport.RunAsync(log, client);
        await output.WriteLineAsync("training");
        TrainingRun training = await TrainingRun.MeasureAsync(engine, client);
        await output.WriteLineAsync("requesting lists");
        (ServedList[] lists, double[] latencies) = await AskAsync(log, protocol.Length, client);
        rows.Add(QualityRow.Of(
            "engine, as served over HTTP",
            QualityEvaluator.JudgeLists(protocol, [.. lists.Select(list => list.Items)])));
        return new ServingFigures(
            log.Events.Length,
            rejected,
            importSeconds,
            training.Seconds,
            training.PeakBytes,
            training.BytesBefore,
            training.Model,
            Percentile(latencies, .5), Percentile(latencies, .99),
            lists.GroupBy(list => list.FallbackLevel).ToDictionary(group => group.Key, group => group.Count()),
            lists.Zip(log.Buys, (list, buy) => list.Items.Count(
                item => log.Seen[buy.Visitor].Contains(int.Parse(item, CultureInfo.InvariantCulture)))).Sum(),
            lists.Count(list => list.Items.Count < protocol.Length));
    }

    private static async Task<(ServedList[] Lists, double[] LatenciesMs)> AskAsync(
        ShopLog log, int length, EngineClient client)
    {
        ServedList[] lists = new ServedList[log.Buys.Length];
        double[] latencies = new double[log.Buys.Length];
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            for (int i = Interlocked.Increment(ref next); i < lists.Length; i = Interlocked.Increment(ref next))
            {
                long start = TimeProvider.System.GetTimestamp();
                lists[i] = await client.RecommendAsync(
                    log.Buys[i].Visitor.ToString(CultureInfo.InvariantCulture),
                    $"count={length}&placement={Placement}");
                latencies[i] = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
            }
        }));
        return (lists, latencies);
    }

    private static double Percentile(double[] values, double share) =>
        values.Order().ElementAt((int)(share * (values.Length - 1)));
}
