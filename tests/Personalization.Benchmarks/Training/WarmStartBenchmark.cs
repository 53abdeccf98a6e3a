using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Sources;

namespace Personalization.Benchmarks.Training;

/// <summary>
/// Compares the epochs that the factors need from a warm start and from random factors. The test uses the last
/// twentieth of a log and the training all events before it; the earlier model is trained on the first nine tenths.
/// </summary>
internal sealed class WarmStartBenchmark : IBenchmark
{
    private static readonly int[] Epochs = [1, 2, 3, 5, 8];

    private readonly Option<string> _protocol =
        new("--protocol") { Description = "The layout of the data.", Required = true };
    private readonly Option<string> _data = CommandOptions.Data("The folder with the data set's files.");
    private readonly Option<int> _threads = CommandOptions.Threads();

    /// <inheritdoc/>
    public Command CreateCommand()
    {
        _ = _protocol.AcceptOnlyFromAmong(Layout.Names);
        return new(
            "warm-start", "Compares the factor source after some epochs from random factors and from an earlier model.")
        {
            _protocol, _data, _threads,
        };
    }

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        string protocol = arguments.GetValue(_protocol)!;
        string data = arguments.GetValue(_data)!;
        int threads = arguments.GetValue(_threads);
        await output.WriteLineAsync("training");
        TrainingLog log = Layout.Read(protocol, data, "test", 1).Log;
        TrainingOptions options = new() { Threads = threads };
        HoldOut holdOut = HoldOut.Split(log, options);
        TrainingLog now = log.Before(holdOut.Test.Min(question => question.Signal.NowMs));
        SourceParameters parameters = SourceParameters.From(options);
        FactorParameters factors = SourceTrainer.FactorsOf(options, parameters);
        float[] before = FactorTrainer.Train(
            holdOut.Train, options, factors, _ => { }, CancellationToken.None).Factors.ToArray();
        SourceEvaluator evaluator = new(
            holdOut.Test, log.ItemCount, 0, factors.Factors, options.SessionGapMs, options.ListLength);
        double Ndcg(FactorSource source) => evaluator.Ndcgs(source, threads, CancellationToken.None).Average();
        MarkdownTable table = new("epochs", "random start", "warm start");
        foreach (int epochs in Epochs)
        {
            TrainingOptions some = options with { Epochs = epochs, WarmEpochs = epochs };
            double cold = Ndcg(FactorTrainer.Train(now, some, factors, _ => { }, CancellationToken.None));
            double warm = Ndcg(FactorTrainer.Train(now, some, factors, _ => { }, CancellationToken.None, before));
            table.Row(epochs.ToString(CultureInfo.InvariantCulture), Number(cold), Number(warm));
        }

        return new Report("training", "Cost of training", table.ToString())
        {
            Section = $"Warm start: {Path.GetFileName(Path.TrimEndingDirectorySeparator(data))}",
            Limits =
            [
                string.Create(CultureInfo.InvariantCulture, $"NDCG@{options.ListLength} of the factor source alone."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{now.EventCount:N0} events, {holdOut.Test.Count:N0} later cases."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The earlier model was trained on {holdOut.Train.EventCount:N0} of these events."),
            ],
        };
    }

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
