using System.Globalization;
using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Candidates;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Training;

namespace Personalization.Benchmarks.Training;

/// <summary>
/// How many epochs the factors need when they go on from a model of an earlier part of the log, against beginning at random: judged on the last twentieth of a
/// log, trained on all before it; the earlier model knows the first nine tenths.
/// </summary>
internal static class WarmStartBenchmark
{
    private static readonly int[] Epochs = [1, 2, 3, 5, 8];

    /// <summary>Runs it on a data set in one of the quality protocols' layouts.</summary>
    public static async Task<int> RunAsync(string protocol, string data, int threads, string? markdown, TextWriter output)
    {
        TrainingLog log = Layout.Read(protocol, data, "test", 1).Log;
        TrainingOptions options = new() { Threads = threads };
        HoldOut holdOut = HoldOut.Split(log, options);
        TrainingLog now = log.Before(holdOut.Test.Min(question => question.Signal.NowMs));
        SourceParameters parameters = SourceParameters.From(options);
        FactorParameters factors = SourceTrainer.FactorsOf(options, parameters);
        float[] before = FactorTrainer.Train(holdOut.Train, options, factors, _ => { }, CancellationToken.None).Factors.ToArray();
        SourceJudge judge = new(holdOut.Test, log.ItemCount, 0, factors.Factors, options.SessionGapMs, options.ListLength);
        double Ndcg(FactorSource source) => judge.Ndcgs(source, threads, CancellationToken.None).Average();
        MarkdownTable table = new("epochs", "at random", "going on");
        foreach (int epochs in Epochs)
        {
            TrainingOptions some = options with { Epochs = epochs, WarmEpochs = epochs };
            double cold = Ndcg(FactorTrainer.Train(now, some, factors, _ => { }, CancellationToken.None));
            double warm = Ndcg(FactorTrainer.Train(now, some, factors, _ => { }, CancellationToken.None, before));
            table.Row(epochs.ToString(CultureInfo.InvariantCulture), Number(cold), Number(warm));
        }

        string text = string.Create(CultureInfo.InvariantCulture,
            $"### {Path.GetFileName(Path.TrimEndingDirectorySeparator(data))}\n\n    dotnet run -c Release --project tests/Personalization.Benchmarks -- warm-start --protocol {protocol} --data FOLDER\n\n{now.EventCount:N0} events, {holdOut.Test.Count:N0} cases later than them; NDCG@{options.ListLength} of the factor source alone; the earlier model knew {holdOut.Train.EventCount:N0} of the events.\n\n{table}");
        await output.WriteLineAsync(text);
        await ReportFiles.WriteAsync(null, markdown, "", text);
        return 0;
    }

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
