using Personalization.Benchmarks.Quality;
using Personalization.Benchmarks.Quality.Layouts;
using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Candidates;
using Personalization.Engine.Training;
using Personalization.Tests.Engine.Training;
using Personalization.Tests.House;

namespace Personalization.Tests.Benchmarks.Quality;

/// <summary>
/// The evaluator against figures others published for the same files. The files may not be passed on, so they are not in this
/// repository: they are looked for under <c>PERSONALIZATION_DATA</c> and in <c>shared/data</c> beside the repository; without them the same
/// rankers are held against an evaluation written out plainly, on generated data. Either way figures are compared.
/// </summary>
public sealed class TrustTests
{
    private const double LastDigit = 0.00011;

    [Fact]
    public void Most_popular_and_Ease_have_the_published_figures_of_leave_last_out() => Compare(
        "ncf", "ncf-ml-1m", (log => Baselines.Popular(log), [.4535, .2543]), (log => Baselines.Ease(log, 256, Environment.ProcessorCount), [.7182, .4511]));

    [Fact]
    public void Most_popular_has_the_published_figures_of_next_item() => Compare("sequences", "beauty", (log => Baselines.Popular(log), [.0135, .0061]));

    /// <summary>The plain evaluation itself, so that it is checked wherever the files are.</summary>
    [Fact]
    public void Most_popular_and_Ease_equal_an_evaluation_written_out_plainly()
    {
        Protocol protocol = Generated();
        AssertEqualsPlain(protocol, Baselines.Popular(protocol.Log), PopularScores);
        AssertEqualsPlain(protocol, Baselines.Ease(protocol.Log, 64, 2), EaseScores);
    }

    private static void Compare(string name, string folder, params (Func<TrainingLog, IRanker> Train, double[] Published)[] rows)
    {
        if (Find(folder) is not { } path)
        {
            Protocol generated = Generated();
            foreach ((Func<TrainingLog, IRanker> train, _) in rows)
            {
                IRanker ranker = train(generated.Log);
                AssertEqualsPlain(generated, ranker, ranker.Name.StartsWith("EASE", StringComparison.Ordinal) ? EaseScores : PopularScores);
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
        new[] { Environment.GetEnvironmentVariable("PERSONALIZATION_DATA"), Path.Combine(Repository.Root, "..", "shared", "data") }
            .Where(root => root is not null).Select(root => Path.Combine(root!, folder)).FirstOrDefault(Directory.Exists);

    private static Protocol Generated()
    {
        TrainingLog log = Logs.Random(11, users: 60, items: 40, events: 900);
        Random random = new(5);
        Question[] questions = [.. Enumerable.Range(0, log.UserSlots).Select(user =>
        {
            int[] seen = [.. log.EventsOf(user).ToArray().Select(happened => happened.Item).Distinct()];
            int[] others = [.. Enumerable.Range(0, log.ItemCount).Except(seen)];
            return new Question(new UserSignal(log.EventsOf(user), log.LastMs), [others[random.Next(others.Length)]], seen, []) { MasksSeen = true };
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
            int rank = 1 + Enumerable.Range(0, all.Length).Count(item => !question.Masked.Contains(item) && all[item] > 0
                && (all[item] > all[question.Targets[0]] || (all[item] == all[question.Targets[0]] && item < question.Targets[0])));
            bool hit = rank <= protocol.Length && all[question.Targets[0]] > 0;
            hits += hit ? 1.0 / protocol.Questions.Length : 0;
            gain += hit ? 1 / Math.Log2(rank + 1) / protocol.Questions.Length : 0;
        }

        Assert.InRange(hits, 0.05, 0.95);
        Assert.Equal([hits, gain], QualityEvaluator.Judge(protocol, ranker, 2).Values, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    private static double[] PopularScores(TrainingLog log, int[] own) =>
        [.. Enumerable.Range(0, log.ItemCount).Select(item => (double)log.AllEvents.ToArray().Count(happened => happened.Item == item && happened.Weight >= log.PurchaseWeight))];

    /// <summary>Every item's ridge regression on all other items, from the normal equations.</summary>
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
