using System.CommandLine;
using System.Text.Json;
using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Models;
using Personalization.Engine.Training;

namespace Personalization.Benchmarks.Quality;

/// <summary>Measures the quality of the engine and of baselines under a published protocol.</summary>
internal sealed class QualityBenchmark : IBenchmark
{
    private readonly Option<string> _protocol = new("--protocol")
    {
        Description = "The layout of the data and its protocol.",
        Required = true,
    };

    private readonly Option<string> _data = CommandOptions.Data("The folder with the data set's files.");
    private readonly Option<string?> _model = new("--model") { Description = "Only rankers whose name contains this." };
    private readonly Option<string> _part = new("--part")
    {
        Description = "The evaluated part. strict (sequences): test, with the validation items only in the questions.",
        DefaultValueFactory = _ => "test",
    };

    private readonly Option<int> _seeds =
        new("--seeds") { Description = "The number of seeds to average over.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _threads = CommandOptions.Threads();
    private readonly Option<bool> _withoutRanker = new("--without-ranker")
    {
        Description = "Train the engine without its trained ranker, so that the blend ranks.",
    };

    /// <inheritdoc/>
    public Command CreateCommand()
    {
        _ = _protocol.AcceptOnlyFromAmong(Layout.Names);
        _ = _part.AcceptOnlyFromAmong("test", "valid", "strict");
        return new(
            "quality",
            "The quality of the engine, of each source alone and of baselines under a published protocol.")
        {
            _protocol, _data, _model, _part, _seeds, _threads, _withoutRanker,
        };
    }

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        QualityOptions options = new(
            arguments.GetValue(_protocol)!,
            arguments.GetValue(_data)!,
            arguments.GetValue(_model),
            arguments.GetValue(_part)!,
            Math.Max(1, arguments.GetValue(_seeds)),
            Math.Max(1, arguments.GetValue(_threads)),
            arguments.GetValue(_withoutRanker));
        QualityTable table = await MeasureAsync(options, output);
        string data = Path.GetFileName(Path.TrimEndingDirectorySeparator(options.Data));
        return new Report("quality", "Quality under published protocols", table.Text())
        {
            Section = $"{options.Protocol}: {data}",
            Figures = table.Report(),
            Limits =
            [
                options.Seeds == 1 ? "One seed." : $"Means over {options.Seeds} seeds.",
                "All hyperparameters are chosen by the search on the training part.",
                "Times are upper bounds: other processes may share the cores.",
            ],
        };
    }

    private static async Task<QualityTable> MeasureAsync(QualityOptions options, TextWriter output)
    {
        QualityTable? table = null;
        for (int seed = 1; seed <= options.Seeds; seed++)
        {
            Protocol protocol = Layout.Read(options.Protocol, options.Data, options.Part, seed);
            table ??= new QualityTable(protocol);
            await output.WriteLineAsync(FormattableString.Invariant(
                $"seed {seed}: {protocol.Log.EventCount:N0} events, {protocol.Log.Users:N0} users, ")
                + FormattableString.Invariant(
                    $"{protocol.Log.ItemCount:N0} items, {protocol.Questions.Length:N0} questions"));
            bool Wanted(string name) => options.Model is null
                || name.Contains(options.Model, StringComparison.OrdinalIgnoreCase)
                || options.Model.Contains(name, StringComparison.OrdinalIgnoreCase);
            foreach (TimedRanker baseline in seed == 1 || Layout.IsRandom(options.Protocol)
                ? QualityRankers.Baselines(protocol, Wanted, options.Threads)
                : [])
            {
                await JudgeAsync(protocol, baseline, table, options, output);
            }

            if (options.Model is null
                || Wanted("engine")
                || options.Model.Contains("source", StringComparison.OrdinalIgnoreCase))
            {
                (var rankers, string manifest, ModelMoments? moments) = QualityRankers.Engine(
                    protocol, Training(options, seed), new StepText(output));
                foreach (TimedRanker ranker in rankers.Where(ranker => Wanted(ranker.Ranker.Name)))
                {
                    await JudgeAsync(protocol, ranker, table, options, output);
                }

                table.Manifests.Add(JsonDocument.Parse(manifest).RootElement);
                table.Moments.Add(seed, moments);
            }
        }

        return table!;
    }

    private static TrainingOptions Training(QualityOptions options, int seed)
    {
        TrainingOptions training = new() { Seed = seed, Threads = options.Threads };
        return options.WithoutRanker ? training with { RankerTrees = 0 } : training;
    }

    private static async Task JudgeAsync(
        Protocol protocol, TimedRanker trained, QualityTable table, QualityOptions options, TextWriter output)
    {
        RankerFigures figures = QualityEvaluator.Judge(protocol, trained.Ranker, options.Threads);
        table.Add(trained, figures);
        string metrics = string.Join(' ', figures.Values.Select(MetricText.Value));
        await output.WriteLineAsync($"  {figures.Name}: {metrics}, " + FormattableString.Invariant(
            $"trained in {trained.Seconds:0.0} s, list p50 {figures.P50Ms:0.000} ms"));
    }

    /// <summary>Writes each step once.</summary>
    private sealed class StepText(TextWriter output) : IProgress<TrainingProgress>
    {
        private readonly long _start = TimeProvider.System.GetTimestamp();
        private string _step = "";

        public void Report(TrainingProgress value)
        {
            if (value.Step != _step)
            {
                _step = value.Step;
                output.WriteLine(FormattableString.Invariant(
                    $"  {TimeProvider.System.GetElapsedTime(_start).TotalSeconds,6:0.0} s: {_step}"));
            }
        }
    }
}
