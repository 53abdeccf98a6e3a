using System.Globalization;
using System.Text;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Storage;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Models;
using Personalization.Engine.Training;

namespace Personalization.Benchmarks.Training;

/// <summary>What training on a long log costs: reading it into memory, the default training, and a refresh after some more events.</summary>
internal static class TrainingBenchmark
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(TrainingBenchmarkOptions options, TextWriter output)
    {
        int more = (int)(options.Events * options.More);
        GeneratedLog generated = new(options.Events + more, options.Users, options.Items);
        StepClock clock = new(output);
        clock.Begin("reading");
        TrainingLogBuilder builder = new(EventVocabulary.Default);
        using IEnumerator<LogRecord> records = generated.Records().GetEnumerator();
        Read(records, builder, options.Events);
        TrainingLog log = builder.Build();
        clock.Begin(null);
        TrainingOptions training = new() { Threads = options.Threads };
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        TrainedModel first = ModelTrainer.Train(log, training, "first", now, clock, CancellationToken.None);
        clock.Begin("loading the model");
        ModelSnapshot live = ModelSnapshot.Load("first", first.Files);
        clock.Begin(null);
        List<TrainingStep> whole = [.. clock.Steps];
        string head = string.Create(CultureInfo.InvariantCulture,
            $"{log.EventCount:N0} events of {log.Users:N0} users on {log.ItemCount:N0} items, generated; {options.Threads} thread(s); the artifact has {first.Version.Bytes >> 20:N0} MB. {first.Version.Report.Verdict} {first.RankerNote}");
        log = TrainingLogAfter(records, builder, more);
        StepClock again = new(output);
        TrainedModel refreshed = ModelTrainer.Train(log, training, "second", now, again, CancellationToken.None, new LiveModel(live, first.Version.LastEventAt!.Value));
        again.Begin(null);
        string text = Render(options, head, whole, again.Steps, refreshed, log);
        await output.WriteLineAsync(text);
        await ReportFiles.WriteAsync(options.Json, options.Markdown, JsonSerializer.Serialize(new { whole, again.Steps }, ReportFiles.Readable), text);
        return 0;
    }

    private static TrainingLog TrainingLogAfter(IEnumerator<LogRecord> records, TrainingLogBuilder builder, int more)
    {
        Read(records, builder, more);
        return builder.Build();
    }

    private static void Read(IEnumerator<LogRecord> records, TrainingLogBuilder builder, int count)
    {
        for (int i = 0; i < count && records.MoveNext(); i++)
        {
            builder.Add(records.Current);
        }
    }

    private static string Render(TrainingBenchmarkOptions options, string head, IReadOnlyList<TrainingStep> whole, IReadOnlyList<TrainingStep> refresh, TrainedModel refreshed, TrainingLog log)
    {
        StringBuilder text = new();
        _ = text.AppendLine(CultureInfo.InvariantCulture,
            $"## {options.Events:N0} events\n\n    dotnet run -c Release --project tests/Personalization.Benchmarks -- training --events {options.Events} --users {options.Users} --items {options.Items} --threads {options.Threads}\n\n{head}\n");
        _ = text.AppendLine(Table(whole).ToString());
        bool kept = ModelSnapshot.Load("second", refreshed.Files).Manifest!.RefreshOf is not null;
        LiveComparison? against = refreshed.Version.Report.AgainstLive;
        _ = text.AppendLine(CultureInfo.InvariantCulture,
            $"After {log.EventCount - options.Events:N0} events more, {(kept ? "a refresh (the choices kept, the factors gone on from the live model's)" : "a whole training")}:\n\n{Table(refresh)}");
        return text.AppendLine(CultureInfo.InvariantCulture, $"{refreshed.Version.Report.Verdict} {Say(against)}\n").AppendLine(Machine.Describe()).ToString();
    }

    private static string Say(LiveComparison? against) => against is null ? "" : string.Create(CultureInfo.InvariantCulture,
        $"On {against.Cases} cases later than all the live model knew, it reaches NDCG {against.New.Ndcg:0.0000} and the live one {against.Before.Ndcg:0.0000} (difference {against.NdcgGain:0.0000}, standard error {against.NdcgError:0.0000}).");

    private static MarkdownTable Table(IReadOnlyList<TrainingStep> steps)
    {
        MarkdownTable table = new("step", "seconds", "of processor", "peak MB");
        foreach (TrainingStep step in steps)
        {
            table.Row(step.Name, Number(step.Seconds), Number(step.ProcessorSeconds), (step.PeakBytes >> 20).ToString("N0", CultureInfo.InvariantCulture));
        }

        table.Row("all", Number(steps.Sum(step => step.Seconds)), Number(steps.Sum(step => step.ProcessorSeconds)), (steps.Max(step => step.PeakBytes) >> 20).ToString("N0", CultureInfo.InvariantCulture));
        return table;
    }

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
