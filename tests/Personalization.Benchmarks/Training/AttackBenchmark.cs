using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Models;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Training;
using Personalization.Testing.Worlds;

namespace Personalization.Benchmarks.Training;

/// <summary>Measures how far attackers move the lists of normal users, with and without the caps of one user.</summary>
internal sealed class AttackBenchmark : IBenchmark
{
    private const int Items = 2000;
    private const int Length = 20;
    private static readonly int[] Attackers = [0, 1, 10, 100];

    private readonly Option<int> _users = new("--users")
    {
        Description = "The number of normal users.",
        DefaultValueFactory = _ => 10_000,
    };

    private readonly Option<int> _events = new("--events")
    {
        Description = "The number of events of each attacker.",
        DefaultValueFactory = _ => 10_000,
    };

    private readonly Option<int> _threads = CommandOptions.Threads();

    /// <inheritdoc/>
    public Command CreateCommand() => new(
        "attack", "The lists of normal users while attackers push one item, with and without the caps of one user.")
    {
        _users, _events, _threads,
    };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        (int users, int each) = (arguments.GetValue(_users), arguments.GetValue(_events));
        TrainingOptions options = new()
        {
            Threads = Math.Max(1, arguments.GetValue(_threads)),
            Factors = 32,
            Epochs = 4,
            Search = false,
        };
        MarkdownTable table = new(
            "attackers",
            "caps",
            "rank in the popular list",
            "rank in the most popular item's similar list",
            $"normal users with the item in their {Length} items",
            $"NDCG@{Length} of normal users",
            "gate: most popular",
            "gate: engine");
        foreach (int attackers in Attackers)
        {
            TrainingLog log = Build(new AttackWorld(users, Items), attackers, each);
            foreach (bool capped in new[] { false, true })
            {
                string[] row = Measure(log, capped ? options : Uncapped(options), cancellationToken);
                table.Row([attackers.ToString(CultureInfo.InvariantCulture), capped ? "yes" : "no", .. row]);
                await output.WriteLineAsync($"{attackers} attackers, caps {capped}: {string.Join(", ", row)}");
            }
        }

        return new Report("attack", "Attackers against everybody's lists", table.ToString())
        {
            Limits =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{users:N0} normal users, {Items:N0} items, {each:N0} events of each attacker over ten days."),
                "An attacker views the most popular item and buys the pushed item in turn.",
                "The pushed item has one view of a normal user.",
                "The questions are the first unseen items of the normal users' next visits, after the attack.",
                "Factors of 32 dimensions, 4 epochs, no hyperparameter search; all other settings have their defaults.",
                "Each attacker is another user. Caps cannot tell many attackers from many customers.",
            ],
        };
    }

    private static TrainingOptions Uncapped(TrainingOptions options) => options with
    {
        UserItemWeight = 1e9,
        UserPairWeight = 1e9,
        UserDayEvents = 1_000_000_000,
        UserShare = 1,
    };

    private static TrainingLog Build(AttackWorld world, int attackers, int each)
    {
        TrainingLogBuilder builder = new(EventVocabulary.Default);
        foreach (LogRecord record in world.Normal().Concat(AttackWorld.Attack(attackers, each)))
        {
            builder.Add(record);
        }

        return builder.Build();
    }

    private static string[] Measure(TrainingLog log, TrainingOptions options, CancellationToken cancellationToken)
    {
        TrainingLog known = log.Before(AttackWorld.LastVisits.ToUnixTimeMilliseconds());
        TrainedModel trained = ModelTrainer.Train(
            known, options, "attacked", AttackWorld.LastVisits, null, cancellationToken);
        ModelSnapshot model = ModelSnapshot.Load("attacked", trained.Files);
        int target = Array.IndexOf(log.Items, AttackWorld.Target);
        int popular = Array.IndexOf(log.Items, AttackWorld.Popular);
        EvaluationCase[] questions = [.. AttackWorld.Questions(log)];
        double[] ndcgs = Evaluator.Ndcgs(model, questions, Length, options.Threads, cancellationToken);
        bool[] shown = new bool[questions.Length];
        _ = Parallel.For(
            0,
            shown.Length,
            TrainingThreads.Options(options.Threads, cancellationToken),
            () => new SeenItemFilter(model.Items.Count),
            (i, _, filter) =>
            {
                RankedItem[] list = model.Recommend(
                    questions[i].Signal, filter.Of(questions[i]), Length, cancellationToken);
                shown[i] = Array.Exists(list, ranked => ranked.Item == target);
                return filter;
            },
            _ => { });
        ImmutableDictionary<string, OfflineMetrics> gate = trained.Version.Report.Metrics;
        return
        [
            Rank(model.Parts.Popular.Order, target),
            Rank(model.Parts.CoVisitation.Neighbours.Targets(popular), target),
            shown.Average(isShown => isShown ? 1.0 : 0).ToString("P1", CultureInfo.InvariantCulture),
            Number(ndcgs.Average()),
            Number(gate[PromotionGate.Popular].Ndcg),
            Number(gate[PromotionGate.Engine].Ndcg),
        ];
    }

    private static string Rank(ReadOnlySpan<int> list, int item) =>
        list.IndexOf(item) is var at && at < 0 ? "-" : (at + 1).ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
