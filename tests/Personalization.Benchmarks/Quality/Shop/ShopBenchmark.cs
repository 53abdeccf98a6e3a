using System.Globalization;
using System.Text.Json;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Reports;
using Personalization.Shared;

namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>A real shop's log through the whole engine over HTTP, and the next buys it then recommends, beside baselines judged by the same evaluator.</summary>
internal static class ShopBenchmark
{
    private const string Placement = "shop";
    private const int Connections = 8;

    /// <summary>Runs it.</summary>
    /// <returns>0, or 1 when the evaluator does not reproduce the published rows or the engine is not ahead of the baselines.</returns>
    public static async Task<int> RunAsync(ShopOptions options, TextWriter output)
    {
        ShopLog log = ShopLog.Read(options.Data);
        Evaluator evaluator = new(log);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{log.Events.Length:N0} events, {log.Visitors:N0} visitors, {log.Items:N0} items, {log.Buys.Length:N0} held-out buys"));
        List<QualityRow> rows =
        [
            QualityRow.Of(PublishedRow.MostPopular, evaluator.Judge(new MostPopular(log))),
            QualityRow.Of(PublishedRow.Cosine, evaluator.Judge(new ItemNeighbours(log, cosine: true))),
            QualityRow.Of(PublishedRow.CoCounts, evaluator.Judge(new ItemNeighbours(log, cosine: false))),
        ];
        ServingFigures? serving = options.BaselinesOnly ? null : await ServeAsync(options, log, evaluator, rows, output);
        ShopReport report = new(Machine.Describe(), rows, serving);
        string text = ShopText.Render(report);
        await output.WriteLineAsync(text);
        await ReportFiles.WriteAsync(options.Json, options.Markdown, JsonSerializer.Serialize(report, ReportFiles.Readable), text);
        return ShopText.IsTrusted(report) && ShopText.IsAhead(report) ? 0 : 1;
    }

    private static async Task<ServingFigures> ServeAsync(ShopOptions options, ShopLog log, Evaluator evaluator, List<QualityRow> rows, TextWriter output)
    {
        using TempFolder data = new(options.Work);
        EngineLaunch launch = new EngineLaunch(data.Path).With($"Personalization__Placements__{Placement}__SeenItems", "Exclude");
        await using EngineProcess engine = await EngineProcess.StartAsync(launch, CancellationToken.None);
        using EngineClient client = new(engine);
        await output.WriteLineAsync("importing over HTTP");
        (double importSeconds, long rejected) = await ShopImport.RunAsync(log, client);
        await output.WriteLineAsync("training");
        TrainingRun training = await TrainingRun.MeasureAsync(engine, client);
        await output.WriteLineAsync("asking for lists");
        (ServedList[] lists, double[] latencies) = await AskAsync(log, client);
        rows.Add(QualityRow.Of("engine, as served over HTTP", evaluator.Judge(lists)));
        return new ServingFigures(
            log.Events.Length, rejected, importSeconds, training.Seconds, training.PeakBytes, training.BytesBefore, training.Model,
            Percentile(latencies, .5), Percentile(latencies, .99),
            lists.GroupBy(list => list.Rung).ToDictionary(group => group.Key, group => group.Count()),
            lists.Zip(log.Buys, (list, buy) => list.Items.Count(item => log.Seen[buy.Visitor].Contains(int.Parse(item, CultureInfo.InvariantCulture)))).Sum(),
            lists.Count(list => list.Items.Count < RankScore.ListLength));
    }

    private static async Task<(ServedList[] Lists, double[] LatenciesMs)> AskAsync(ShopLog log, EngineClient client)
    {
        ServedList[] lists = new ServedList[log.Buys.Length];
        double[] latencies = new double[log.Buys.Length];
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            for (int i = Interlocked.Increment(ref next); i < lists.Length; i = Interlocked.Increment(ref next))
            {
                long start = TimeProvider.System.GetTimestamp();
                lists[i] = await client.RecommendAsync(log.Buys[i].Visitor.ToString(CultureInfo.InvariantCulture), $"count={RankScore.ListLength}&placement={Placement}");
                latencies[i] = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
            }
        }));
        return (lists, latencies);
    }

    private static double Percentile(double[] values, double share) => values.Order().ElementAt((int)(share * (values.Length - 1)));
}
