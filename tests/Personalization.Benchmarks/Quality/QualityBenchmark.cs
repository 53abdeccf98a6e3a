using System.Text.Json;
using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Training;

namespace Personalization.Benchmarks.Quality;

/// <summary>Measures the engine and baselines under a published protocol.</summary>
internal static class QualityBenchmark
{
    /// <summary>Runs.</summary>
    /// <returns>0, or 1 when the data cannot be read.</returns>
    public static async Task<int> RunAsync(QualityOptions options, TextWriter output)
    {
        try
        {
            await MeasureAsync(options, output);
            return 0;
        }
        catch (InvalidDataException wrong)
        {
            await output.WriteLineAsync(wrong.Message);
            return 1;
        }
    }

    private static async Task MeasureAsync(QualityOptions options, TextWriter output)
    {
        QualityTable? table = null;
        for (int seed = 1; seed <= options.Seeds; seed++)
        {
            Protocol protocol = Layout.Read(options.Protocol, options.Data, options.Part, seed);
            table ??= new QualityTable(protocol);
            await output.WriteLineAsync(FormattableString.Invariant(
                $"seed {seed}: {protocol.Log.EventCount:N0} events, {protocol.Log.Users:N0} users, {protocol.Log.ItemCount:N0} items, {protocol.Questions.Length:N0} questions"));
            bool Wanted(string name) => options.Model is null || name.Contains(options.Model, StringComparison.OrdinalIgnoreCase) || options.Model.Contains(name, StringComparison.OrdinalIgnoreCase);
            foreach (TimedRanker baseline in seed == 1 || Layout.IsRandom(options.Protocol) ? QualityRankers.Baselines(protocol, Wanted, options.Threads) : [])
            {
                await JudgeAsync(protocol, baseline, table, options, output);
            }

            if (options.Model is null || Wanted("engine") || options.Model.Contains("source", StringComparison.OrdinalIgnoreCase))
            {
                (var rankers, string manifest) = QualityRankers.Engine(protocol, Training(options, seed), new StepText(output));
                foreach (TimedRanker ranker in rankers.Where(ranker => Wanted(ranker.Ranker.Name)))
                {
                    await JudgeAsync(protocol, ranker, table, options, output);
                }

                table.Manifests.Add(JsonDocument.Parse(manifest).RootElement);
            }
        }

        string text = $"\n{table!.Text()}\n{Machine.Describe()}\n";
        await output.WriteLineAsync(text);
        await ReportFiles.WriteAsync(options.Json, options.Markdown, JsonSerializer.Serialize(table.Report(), ReportFiles.Readable), text);
    }

    private static TrainingOptions Training(QualityOptions options, int seed)
    {
        TrainingOptions training = new() { Seed = seed, Threads = options.Threads };
        return options.WithoutRanker ? training with { RankerTrees = 0 } : training;
    }

    private static async Task JudgeAsync(Protocol protocol, TimedRanker trained, QualityTable table, QualityOptions options, TextWriter output)
    {
        RankerFigures figures = QualityEvaluator.Judge(protocol, trained.Ranker, options.Threads);
        table.Add(trained, figures);
        await output.WriteLineAsync(FormattableString.Invariant(
            $"  {figures.Name}: {string.Join(' ', figures.Values.Select(MetricText.Value))}, trained in {trained.Seconds:0.0} s, list p50 {figures.P50Ms:0.000} ms"));
    }

    /// <summary>Says each step once.</summary>
    private sealed class StepText(TextWriter output) : IProgress<TrainingProgress>
    {
        private readonly long _start = TimeProvider.System.GetTimestamp();
        private string _step = "";

        public void Report(TrainingProgress value)
        {
            if (value.Step != _step)
            {
                _step = value.Step;
                output.WriteLine(FormattableString.Invariant($"  {TimeProvider.System.GetElapsedTime(_start).TotalSeconds,6:0.0} s: {_step}"));
            }
        }
    }
}
