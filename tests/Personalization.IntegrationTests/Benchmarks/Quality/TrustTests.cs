using Personalization.Benchmarks.Quality;
using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Benchmarks.Quality.Shop;
using Personalization.Engine.Datasets;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;
using Personalization.Testing;
using Personalization.Testing.Worlds;

namespace Personalization.IntegrationTests.Benchmarks.Quality;

/// <summary>
/// The evaluator against published results for the same files. The license keeps the files out of this repository. The
/// tests look for them under <c>PERSONALIZATION_DATA</c> and in <c>shared/data</c> beside the repository. Without them
/// they compare the same rankers with a plain evaluation on generated data.
/// </summary>
public sealed class TrustTests
{
    private const double LastDigit = 0.00011;

    [Fact]
    public void Most_popular_and_Ease_have_the_published_scores_of_leave_last_out() => Compare(
        "ncf",
        "ncf-ml-1m",
        (log => Baselines.Popular(log), [.4535, .2543]),
        (log => Baselines.Ease(log, 256, Environment.ProcessorCount), [.7182, .4511]));

    [Fact]
    public void Most_popular_has_the_published_scores_of_next_item() =>
        Compare("sequences", "beauty", (log => Baselines.Popular(log), [.0135, .0061]));

    /// <summary>
    /// Compares every digit of the baselines' rows in <c>results/shop.md</c> if the files exist; otherwise compares the
    /// scores with a plain count.
    /// </summary>
    [Fact]
    public void Baselines_of_a_shop_have_the_published_scores_within_their_ties()
    {
        if (Find("retailrocket") is not { } path)
        {
            Protocol generated = Generated();
            RankScore score = QualityEvaluator.JudgeScores(generated, Baselines.Popular(generated.Log), 2);
            AssertEqualsPlainTies(generated, score);
            return;
        }

        List<QualityRow> rows = ShopBenchmark.Baselines(Layout.Read("shop", path, "test", 1));
        Assert.All(rows, row => Assert.True(row.Reproduced));
        Assert.Equal(
            [
                ".0462 .0230 .0455/.0226 .0492/.0239",
                ".0677 .0355 .0593/.0320 .0975/.0583",
                ".0831 .0454 .0718/.0391 .1279/.0812",
            ],
            rows.Select(row => $"{MetricText.Value(row.HitRate)} {MetricText.Value(row.Ndcg)} {row.Least} {row.Most}"));
    }

    [Fact]
    public void Ties_are_counted_as_in_a_plain_count()
    {
        Protocol generated = Generated();
        AssertEqualsPlainTies(generated, QualityEvaluator.JudgeScores(generated, Baselines.Popular(generated.Log), 2));
    }

    [Fact]
    public void Served_lists_are_scored_by_the_rank_of_the_target()
    {
        Protocol generated = Generated();
        string[] targets = [.. generated.Questions.Select(question => generated.Log.Items[question.Targets[0]])];
        string[][] lists = [.. targets.Select((target, at) => at % 2 == 0 ? ["none", target] : Array.Empty<string>())];
        RankScore score = QualityEvaluator.JudgeLists(generated, lists);

        double share = targets.Where((_, at) => at % 2 == 0).Count() / (double)targets.Length;
        Assert.Equal(share, score.Expected.HitRate, 1e-12);
        Assert.Equal(share / Math.Log2(3), score.Expected.Ndcg, 1e-12);
        Assert.Equal(score.Least, score.Most);
    }

    /// <summary>Checks the plain evaluation, also where the files exist.</summary>
    [Fact]
    public void Most_popular_and_Ease_equal_a_plain_evaluation()
    {
        Protocol protocol = Generated();
        AssertEqualsPlain(protocol, Baselines.Popular(protocol.Log), PopularScores);
        AssertEqualsPlain(protocol, Baselines.Ease(protocol.Log, 64, 2), EaseScores);
    }

    private static void Compare(
        string name, string folder, params (Func<TrainingLog, IRanker> Train, double[] Published)[] rows)
    {
        if (Find(folder) is not { } path)
        {
            Protocol generated = Generated();
            foreach ((Func<TrainingLog, IRanker> train, _) in rows)
            {
                IRanker ranker = train(generated.Log);
                AssertEqualsPlain(
                    generated,
                    ranker,
                    ranker.Name.StartsWith("EASE", StringComparison.Ordinal) ? EaseScores : PopularScores);
            }

            return;
        }

        Protocol protocol = Layout.Read(name, path, "test", 1);
        foreach ((Func<TrainingLog, IRanker> train, double[] published) in rows)
        {
            double[] found = QualityEvaluator.Judge(protocol, train(protocol.Log), 2).Values;
            Assert.All(published, (value, at) => Assert.Equal(value, found[at], LastDigit));
        }
    }

    private static string? Find(string folder) =>
        new[]
        {
            Environment.GetEnvironmentVariable("PERSONALIZATION_DATA"),
            Path.Combine(Repository.Root, "..", "shared", "data")
        }
            .Where(root => root is not null)
            .Select(root => Path.Combine(root!, folder))
            .FirstOrDefault(Directory.Exists);

    private static Protocol Generated()
    {
        TrainingLog log = Logs.Random(11, users: 60, items: 40, events: 900);
        Random random = new(5);
        Question[] questions = [.. Enumerable.Range(0, log.UserSlots).Select(user =>
        {
            int[] seen = [.. log.EventsOf(user).ToArray().Select(happened => happened.Item).Distinct()];
            int[] others = [.. Enumerable.Range(0, log.ItemCount).Except(seen)];
            return new Question(new UserSignal(
                log.EventsOf(user), log.LastMs), [others[random.Next(others.Length)]], seen, []) { MasksSeen = true };
        })];
        return new("generated", log, questions, 10, [Metric.HitRate, Metric.Ndcg]);
    }

    private static void AssertEqualsPlain(Protocol protocol, IRanker ranker, Func<TrainingLog, int[], double[]> scores)
    {
        double hits = 0;
        double gain = 0;
        foreach (Question question in protocol.Questions)
        {
            double[] all = scores(protocol.Log, question.Masked);
            int rank = 1
                + Enumerable.Range(0, all.Length).Count(item => !question.Masked.Contains(item) && all[item] > 0
                    && (all[item] > all[question.Targets[0]]
                        || (all[item] == all[question.Targets[0]] && item < question.Targets[0])));
            bool hit = rank <= protocol.Length && all[question.Targets[0]] > 0;
            hits += hit ? 1.0 / protocol.Questions.Length : 0;
            gain += hit ? 1 / Math.Log2(rank + 1) / protocol.Questions.Length : 0;
        }

        Assert.InRange(hits, 0.05, 0.95);
        Assert.Equal(
            [hits, gain], QualityEvaluator.Judge(protocol, ranker, 2).Values, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    private static void AssertEqualsPlainTies(Protocol protocol, RankScore score)
    {
        double least = 0;
        double most = 0;
        double mean = 0;
        foreach (Question question in protocol.Questions)
        {
            double[] all = PopularScores(protocol.Log, question.Masked);
            double target = all[question.Targets[0]];
            int[] others =
            [.. Enumerable.Range(0, all.Length).Except(question.Masked).Where(item => item != question.Targets[0])];
            int better = others.Count(item => all[item] > target);
            int equal = target > 0 ? others.Count(item => all[item] == target) : 0;
            int[] ranks = target > 0 ? [.. Enumerable.Range(better + 1, equal + 1)] : [protocol.Length + 1];
            least += ranks[^1] <= protocol.Length ? 1 : 0;
            most += ranks[0] <= protocol.Length ? 1 : 0;
            mean += ranks.Count(rank => rank <= protocol.Length) / (double)ranks.Length;
        }

        int cases = protocol.Questions.Length;
        Assert.Equal(cases, score.Cases);
        Assert.True(least < mean && mean < most);
        Assert.Equal(
            [least / cases, mean / cases, most / cases],
            [score.Least.HitRate, score.Expected.HitRate, score.Most.HitRate],
            (a, b) => Math.Abs(a - b) < 1e-9);
    }

    private static double[] PopularScores(TrainingLog log, int[] own) =>
        [.. Enumerable.Range(0, log.ItemCount).Select(item => (double)log.AllEvents.ToArray().Count(
            happened => happened.Item == item && happened.Weight >= log.PurchaseWeight))];

    /// <summary>Solves each item's ridge regression on all other items by the normal equations.</summary>
    private static double[] EaseScores(TrainingLog log, int[] own)
    {
        int items = log.ItemCount;
        double[,] gram = new double[items, items];
        for (int user = 0; user < log.UserSlots; user++)
        {
            int[] chosen = [.. log.EventsOf(user).ToArray().Select(happened => happened.Item).Distinct()];
            Array.ForEach(chosen, left => Array.ForEach(chosen, right => gram[left, right]++));
        }

        double[] scores = new double[items];
        for (int target = 0; target < items; target++)
        {
            int[] others = [.. Enumerable.Range(0, items).Where(item => item != target)];
            double[,] left = new double[others.Length, others.Length];
            for (int i = 0; i < others.Length; i++)
            {
                for (int j = 0; j < others.Length; j++)
                {
                    left[i, j] = gram[others[i], others[j]] + (i == j ? Baselines.EaseRidge : 0);
                }
            }

            double[] weights = ScalarKernels.Solve(left, [.. others.Select(item => gram[item, target])]);
            scores[target] = others.Select((item, at) => own.Contains(item) ? weights[at] : 0).Sum();
        }

        return scores;
    }
}
