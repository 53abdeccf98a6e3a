using System.CommandLine;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Ranker;

namespace Personalization.Benchmarks.Serving.Ranking;

/// <summary>
/// Measures the cost of ranking: the trees over 200 candidates in the engine's flat arrays and in ML.NET, the ranker
/// with features and reasons, and the whole recomputation of one user. One run measures all of them in turn.
/// </summary>
internal sealed class RankingBenchmark : IBenchmark
{
    private const int Candidates = 200;

    private readonly Option<int> _items =
        new("--items") { Description = "The number of items.", DefaultValueFactory = _ => 100_000 };
    private readonly Option<int> _trees =
        new("--trees") { Description = "The number of trees.", DefaultValueFactory = _ => 100 };
    private readonly Option<int> _rounds = CommandOptions.Rounds(1000);

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new(
            "ranking",
            "Compares the trained ranker's trees with ML.NET, and measures the recomputation of one user.")
        {
            _items, _trees, _rounds,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int items = arguments.GetValue(_items);
        int trees = arguments.GetValue(_trees);
        int rounds = arguments.GetValue(_rounds);
        await output.WriteLineAsync($"Generating {items:N0} items and training on them...");
        RankingWorld world = RankingWorld.Make(items, trees);
        List<RankingFigures> figures = [.. Trees(world, trees, rounds), .. Lists(world, rounds)];
        MarkdownTable table = new("work", "p50, us", "p99, us", "bytes allocated");
        figures.ForEach(row => table.Row(row.Name, Text(row.P50), Text(row.P99), Text(row.Bytes)));
        return new Report("ranking", "Ranking", table.ToString())
        {
            Figures = figures,
            Limits =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{items:N0} items, {world.Parts.Sources.Count} sources, {world.Ranker.Features.Count} features, "
                        + $"{trees} trees."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Users of 30 events, lists of 100; medians and percentiles of {rounds:N0} rounds, one thread."),
            ],
        };
    }

    private static List<RankingFigures> Trees(RankingWorld world, int trees, int rounds)
    {
        float[] rows = [.. Enumerable.Range(0, world.Examples.Lists)
            .SelectMany(list => world.Examples.RowsOf(list).ToArray())
            .Take(Candidates * world.Examples.Features)];
        RankingExamples batch = new(world.Examples.Features);
        batch.Add(rows, new byte[Candidates]);
        MLContext context = new(1);
        RankingPredictionTransformer<LightGbmRankingModelParameters> model = LightGbmRankLearner.Fit(
            context, world.Examples, RankingWorld.Options(trees));
        SchemaDefinition schema = SchemaDefinition.Create(typeof(LearnerRow));
        schema[
            nameof(LearnerRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, batch.Features);
        schema[nameof(LearnerRow.List)].ColumnType = new KeyDataViewType(typeof(uint), 1);
        PredictionEngine<LearnerRow, LibraryScore> engine =
            context.Model.CreatePredictionEngine<LearnerRow, LibraryScore>(model, inputSchemaDefinition: schema);
        LearnerRow[] single = [.. Enumerable.Range(0, Candidates).Select(row =>
            new LearnerRow { Features = rows.AsSpan(row * batch.Features, batch.Features).ToArray(), List = 1 })];
        LibraryScore score = new();
        double[] flat = new double[Candidates];
        float[] own = new float[Candidates];
        float[] transformed = [];
        RankingFigures[] figures = Measure(
            rounds,
            ("flat trees, 200 candidates", _ => world.Ranker.Trees.Score(rows, flat)),
            ("ML.NET PredictionEngine, 200 candidates", _ =>
            {
                for (int row = 0; row < single.Length; row++)
                {
                    engine.Predict(single[row], ref score);
                    own[row] = score.Score;
                }
            }
        ),
            ("ML.NET Transform, 200 candidates", _ => transformed =
            [.. model.Transform(LightGbmRankLearner.View(context, batch)).GetColumn<float>("Score")]));
        return flat.Select(value => (float)value).SequenceEqual(own) && own.SequenceEqual(transformed)
            ? [.. figures]
            : throw new InvalidOperationException("The flat trees and ML.NET give different scores.");
    }

    private static RankingFigures[] Lists(RankingWorld world, int rounds)
    {
        RankingWorkspace work = new(world.Parts);
        RankedItem[] list = new RankedItem[100];
        UserSignal user = world.Users[0];
        work.Retrieval.Interactions.Fold(user.Events.Span, world.Parts.SessionGapMs);
        work.Union.Collect(
            world.Parts,
            work,
            CandidateFilter.Open,
            Blender.MinDepth,
            world.Ranker.Features.Shares,
            CancellationToken.None);
        int candidates = work.Union.Choose(work, LearnedRanker.Reach);
        return candidates < Candidates
            ? throw new InvalidOperationException(
                $"There must be at least {Candidates} candidates but there are {candidates}.")
            : Measure(
                rounds,
                (
                    "features, trees, reasons: 200 candidates to a list of 100",
                    _ => world.Ranker.Rank(work, user.NowMs, list)),
                ("one user recomputed: fold-in, all sources, blend", round => world.Blended.Recommend(
                    world.Users[round % world.Users.Length], CandidateFilter.Open, 100, CancellationToken.None)),
                ("one user recomputed: fold-in, all sources, ranker, reasons", round => world.Ranked.Recommend(
                    world.Users[round % world.Users.Length], CandidateFilter.Open, 100, CancellationToken.None)));
    }

    private static RankingFigures[] Measure(int rounds, params (string Name, Action<int> Work)[] works)
    {
        List<double>[] times = [.. works.Select(_ => new List<double>(rounds))];
        long[] bytes = new long[works.Length];
        for (int round = -rounds / 4; round < rounds; round++)
        {
            for (int i = 0; i < works.Length; i++)
            {
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                long started = TimeProvider.System.GetTimestamp();
                works[i].Work(Math.Abs(round));
                TimeSpan took = TimeProvider.System.GetElapsedTime(started);
                if (round >= 0)
                {
                    times[i].Add(took.TotalMicroseconds);
                    bytes[i] += GC.GetAllocatedBytesForCurrentThread() - allocated;
                }
            }
        }

        return [.. works.Select((work, i) => new RankingFigures(
            work.Name, At(times[i], 0.5), At(times[i], 0.99), bytes[i] / (double)rounds))];
    }

    private static double At(List<double> times, double share)
    {
        times.Sort();
        return times[(int)(share * (times.Count - 1))];
    }

    private static string Text(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>The score of a row by ML.NET.</summary>
internal sealed class LibraryScore
{
    /// <summary>Gets or sets the score.</summary>
    public float Score { get; set; }
}
