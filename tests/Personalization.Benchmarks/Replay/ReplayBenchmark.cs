using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Replay;

/// <summary>Replays a log through the engine in the order of time.</summary>
internal sealed class ReplayBenchmark : IBenchmark
{
    private readonly Option<string> _data = CommandOptions.Data("The folder with the log's files.");
    private readonly Option<string?> _layout = new("--layout")
    {
        Description = "The layout of the log; found from the names of the files if absent.",
    };

    private readonly Option<double> _days = new("--days")
    {
        Description = "The length of the evaluated end of the log, days. Earlier events only train.",
        DefaultValueFactory = _ => 14,
    };

    private readonly Option<int> _hours = new("--refresh-hours")
    {
        Description = "Hours from one training to the next: 24 serves yesterday's model, 1 refreshes every hour.",
        DefaultValueFactory = _ => 24,
    };

    private readonly Option<int> _trainings = new("--trainings")
    {
        Description = "The most trainings. A replay that needs more does not start.",
        DefaultValueFactory = _ => 40,
    };

    private readonly Option<int> _questions = new("--questions")
    {
        Description = "The most questions of each kind, drawn by the seed.",
        DefaultValueFactory = _ => 3000,
    };

    private readonly Option<int> _length = new("--length")
    {
        Description = "The length of the lists.",
        DefaultValueFactory = _ => 20,
    };

    private readonly Option<int> _seed = CommandOptions.Seed();
    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "The number of replays, each with its own seed: --seed, the next one, and so on.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _threads = CommandOptions.Threads();
    private readonly Option<bool> _withoutPeers = new("--without-peers")
    {
        Description = "Leave out the simple peers.",
    };

    /// <inheritdoc/>
    public Command CreateCommand()
    {
        _ = _layout.AcceptOnlyFromAmong(ReplayLog.Layouts);
        return new("replay", "The quality of the live engine on a log, replayed in the order of time.")
        {
            _data, _layout, _days, _hours, _trainings, _questions, _length, _seed, _seeds, _threads, _withoutPeers,
        };
    }

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        ReplayOptions options = new(
            arguments.GetValue(_days),
            Math.Max(1, arguments.GetValue(_hours)),
            arguments.GetValue(_trainings),
            Math.Max(1, arguments.GetValue(_questions)),
            Math.Max(1, arguments.GetValue(_length)),
            arguments.GetValue(_seed),
            Math.Max(1, arguments.GetValue(_threads)),
            !arguments.GetValue(_withoutPeers));
        string folder = arguments.GetValue(_data)!;
        ReplayLog log = ReplayLog.Read(folder, arguments.GetValue(_layout));
        long fromMs = log.Events[^1].TimeMs - (long)(options.Days * 86_400_000);
        List<ReplayTable> tables = [];
        List<ReplayTrainer> trainers = [];
        for (int seed = options.Seed; seed < options.Seed + Math.Max(1, arguments.GetValue(_seeds)); seed++)
        {
            ReplayOptions own = options with { Seed = seed };
            ReplayQuestion[] questions = QuestionSampler.Draw(log, fromMs, own.Questions, seed);
            int needed = ReplayTrainer.Count(log, questions, own.RefreshHours);
            CannotRunException.ThrowIf(needed <= own.Trainings ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"the replay needs {needed} trainings, but at most {own.Trainings} are allowed. "
                    + $"Raise --trainings or --refresh-hours, or lower --days"));
            await output.WriteLineAsync(FormattableString.Invariant(
                $"{log.Layout}, seed {seed}: {log.Events.Length:N0} events, {questions.Length:N0} questions, ")
                + FormattableString.Invariant($"{needed} trainings"));
            trainers.Add(new(log, own, output));
            tables.Add(ReplayRun.Run(log, questions, own, trainers[^1], cancellationToken));
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return ReportOf(ReplayTable.Of(tables), trainers, options, name);
    }

    private static Report ReportOf(
        ReplayTable table, List<ReplayTrainer> trainers, ReplayOptions options, string name)
    {
        string seeds = trainers.Count == 1
            ? "One seed"
            : FormattableString.Invariant($"{trainers.Count} seeds; the questions of a user are one cluster");
        return new("replay", "Replay along the global clock", table.Text())
        {
            Section = FormattableString.Invariant($"{name}, a model each {options.RefreshHours} hours")
                + (trainers.Count == 1 ? "" : FormattableString.Invariant($", {trainers.Count} seeds")),
            Figures = table.Answers,
            Limits =
            [
                FormattableString.Invariant($"{seeds}. {trainers.Sum(trainer => trainer.Full)} trainings made ")
                    + "their own choices, "
                    + FormattableString.Invariant($"{trainers.Sum(trainer => trainer.Refreshes)} reused those ")
                    + FormattableString.Invariant($"of the live model, and {trainers.Sum(trainer => trainer.Refused)} ")
                    + "versions were refused; all took "
                    + FormattableString.Invariant($"{trainers.Sum(trainer => trainer.ProcessorSeconds):0} s of ")
                    + "processor time.",
                "A training takes no time in the replay. The log is the catalog: new items have no content.",
                "The best single source of each row is chosen on the row's own questions, which favors the source.",
                "A question precedes only the first event of a user at one time.",
            ],
        };
    }
}
