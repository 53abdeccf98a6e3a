using System.CommandLine;
using System.Globalization;
using System.Text;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Models;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Training;

namespace Personalization.Benchmarks.Training;

/// <summary>
/// Measures the cost of training on a long log: reading it into memory, the default training, and a refresh after more
/// events.
/// </summary>
internal sealed class TrainingBenchmark : IBenchmark
{
    private readonly Option<int> _events =
        new("--events") { Description = "Events of the first training.", DefaultValueFactory = _ => 1_000_000 };
    private readonly Option<int?> _users =
        new("--users") { Description = "Users of the log; the default is a twentieth of the events." };
    private readonly Option<int> _items =
        new("--items") { Description = "Items of the log.", DefaultValueFactory = _ => 100_000 };
    private readonly Option<double> _more = new("--more")
    {
        Description = "New events before the refresh, as a share of the events.",
        DefaultValueFactory = _ => 0.05,
    };

    private readonly Option<int> _threads = CommandOptions.Threads();

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("training", "The default training on a generated log, step by step, then a refresh.")
        {
            _events, _users, _items, _more, _threads,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int events = arguments.GetValue(_events);
        TrainingBenchmarkOptions options = new(
            events,
            arguments.GetValue(_users) ?? Math.Max(1, events / 20),
            arguments.GetValue(_items),
            arguments.GetValue(_more),
            arguments.GetValue(_threads));
        await output.WriteLineAsync($"{options.Events} events");
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
            $"{log.EventCount:N0} events of {log.Users:N0} users on {log.ItemCount:N0} items, generated; "
                + $"{options.Threads} thread(s); the artifact has {first.Version.Bytes >> 20:N0} MB. "
                + $"{first.Version.Report.Verdict} {first.RankerNote}");
        log = TrainingLogAfter(records, builder, more);
        StepClock again = new(output);
        TrainedModel refreshed = ModelTrainer.Train(
            log,
            training,
            "second",
            now,
            again,
            CancellationToken.None,
            new LiveModel(live, first.Version.LastEventAt!.Value));
        again.Begin(null);
        string text = Render(options, head, whole, again.Steps, refreshed, log);
        return new Report("training", "Cost of training", text)
        {
            Section = string.Create(CultureInfo.InvariantCulture, $"{options.Events:N0} events"),
            Figures = new { whole, again.Steps },
            Limits = ["The log is generated: only time and memory are meaningful; the quality figures show that the "
                + "training works."],
        };
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

    private static string Render(
        TrainingBenchmarkOptions options,
        string head,
        IReadOnlyList<TrainingStep> whole,
        IReadOnlyList<TrainingStep> refresh,
        TrainedModel refreshed,
        TrainingLog log)
    {
        StringBuilder text = new();
        _ = text.AppendLine(head).AppendLine();
        _ = text.AppendLine(Table(whole).ToString());
        bool isRefresh = ModelSnapshot.Load("second", refreshed.Files).Manifest!.RefreshOf is not null;
        string kind = isRefresh
            ? "a refresh (with the live model's hyperparameters, factors started from the live model's)"
            : "a full training";
        LiveComparison? against = refreshed.Version.Report.AgainstLive;
        _ = text.AppendLine(CultureInfo.InvariantCulture,
            $"After {log.EventCount - options.Events:N0} more events, {kind}:\n\n{Table(refresh)}");
        return text.AppendLine(
            CultureInfo.InvariantCulture, $"{refreshed.Version.Report.Verdict} {Describe(against)}\n").ToString();
    }

    private static string Describe(LiveComparison? against) =>
        against is null ? "" : string.Create(CultureInfo.InvariantCulture,
            $"On {against.Cases} cases after the live model's data, the new model reaches NDCG "
                + $"{against.New.Ndcg:0.0000} and the live model {against.Before.Ndcg:0.0000} (difference "
                + $"{against.NdcgGain:0.0000}, standard "
                + $"error {against.NdcgError:0.0000}).");

    private static MarkdownTable Table(IReadOnlyList<TrainingStep> steps)
    {
        MarkdownTable table = new("step", "seconds", "CPU seconds", "peak MB");
        foreach (TrainingStep step in steps)
        {
            table.Row(
                step.Name,
                Number(step.Seconds),
                Number(step.ProcessorSeconds),
                (step.PeakBytes >> 20).ToString("N0", CultureInfo.InvariantCulture));
        }

        table.Row(
            "all",
            Number(steps.Sum(step => step.Seconds)),
            Number(steps.Sum(step => step.ProcessorSeconds)),
            (steps.Max(step => step.PeakBytes) >> 20).ToString("N0", CultureInfo.InvariantCulture));
        return table;
    }

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
