using System.Collections.Immutable;
using Personalization.Abstractions.Models;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Rollouts;

namespace Personalization.Tests.Engine.Evaluation;

/// <summary>The share of versions that the gates refuse, by simulation of equal and of broken versions.</summary>
[Trait("Category", "Simulation")]
public sealed class PromotionGateSimulationTests
{
    private const int Worlds = 2_000;
    private const int ListLength = 20;
    private const int MinCases = 30;

    /// <summary>The stated level of one comparison.</summary>
    private const double Level = 0.01;

    [Theory]
    [InlineData(40, 0.06)]
    [InlineData(300, 0.06)]
    [InlineData(300, 0.3)]
    [InlineData(2_000, 0.06)]
    public void A_version_equal_to_popular_items_is_refused_in_at_most_one_training_in_100(int cases, double hitRate) =>
        Assert.InRange(RefusedByPopular(cases, hitRate, hitRate), 0, AtMost(Level));

    [Theory]
    [InlineData(40, 0.12)]
    [InlineData(300, 0.12)]
    [InlineData(2_000, 0.12)]
    public void A_version_equal_to_the_live_one_is_refused_in_at_most_one_training_in_100(int cases, double hitRate) =>
        Assert.InRange(RefusedByLive(cases, hitRate, hitRate), 0, AtMost(Level));

    [Theory]
    [InlineData(600, 0.06)]
    [InlineData(150, 0.3)]
    public void A_version_with_random_lists_is_refused_in_99_of_100_trainings(int cases, double popular) =>
        Assert.InRange(RefusedByPopular(cases, popular, 0.002), 0.99, 1);

    [Theory]
    [InlineData(300, 0.12, 0.002)]
    [InlineData(1_500, 0.12, 0.06)]
    public void A_version_that_loses_half_of_the_live_versions_hits_is_refused_in_99_of_100_trainings(
        int cases, double live, double own) => Assert.InRange(RefusedByLive(cases, live, own), 0.99, 1);

    private static double AtMost(double level) => level + (3 * Math.Sqrt(level * (1 - level) / Worlds));

    private static double RefusedByPopular(int cases, double popular, double own) => Share(seed =>
    {
        (int[] users, double[] before, double[] now) = Draw(seed, cases, popular, own);
        return !PromotionGate.Judge(
            new Dictionary<string, OfflineMetrics>
            {
                [PromotionGate.Engine] = Of(now),
                [PromotionGate.Popular] = Of(before),
            },
            cases,
            MinCases,
            ListLength,
            1_000,
            PairedGain.Of(users, before, now)).Passed;
    });

    private static double RefusedByLive(int cases, double live, double own) => Share(seed =>
    {
        (int[] users, double[] before, double[] now) = Draw(seed, cases, live, own);
        PairedGain gain = PairedGain.Of(users, before, now);
        return PromotionGateEvaluator.Judge(
            VersionWith(new("m1", cases, Of(now), Of(before), gain.Mean, gain.Error)),
            "m1",
            new(200, 1, 1, 2, 2),
            MinCases,
            new(),
            default).Problems.Length > 0;
    });

    private static double Share(Func<int, bool> isRefused) =>
        Enumerable.Range(0, Worlds).Count(isRefused) / (double)Worlds;

    /// <summary>
    /// Draws the NDCG of two rankings. Users have 1 to 3 cases. A user who is easy for one ranking is easy for both.
    /// Given the user, the rankings find the target independently, and the rank of a found target is uniform.
    /// </summary>
    private static (int[] Users, double[] Before, double[] Now) Draw(int seed, int cases, double before, double now)
    {
        Random random = new(seed);
        List<int> users = [];
        List<double> ease = [];
        for (int user = 0; users.Count < cases; user++)
        {
            double own = 2 * random.NextDouble();
            for (int count = 1 + random.Next(3); count > 0 && users.Count < cases; count--)
            {
                users.Add(user);
                ease.Add(own);
            }
        }

        return ([.. users], Ndcgs(before), Ndcgs(now));

        double[] Ndcgs(double hitRate) =>
        [
            .. ease.Select(
                own => random.NextDouble() < hitRate * own ? 1 / Math.Log2(2 + random.Next(ListLength)) : 0),
        ];
    }

    private static OfflineMetrics Of(double[] ndcgs) => new(ndcgs.Average(), ndcgs.Average(), 0, 0);

    private static ModelVersion VersionWith(LiveComparison comparison) => new()
    {
        Version = "m2",
        Status = ModelVersionStatus.Candidate,
        TrainedAt = default,
        Events = 1,
        Users = 1,
        Items = 1,
        Seed = 1,
        TrainingSeconds = 1,
        Bytes = 1,
        Report = new()
        {
            Cases = comparison.Cases,
            ListLength = ListLength,
            Metrics = ImmutableDictionary<string, OfflineMetrics>.Empty,
            Passed = true,
            Verdict = "Passed.",
            AgainstLive = comparison,
        },
    };
}
