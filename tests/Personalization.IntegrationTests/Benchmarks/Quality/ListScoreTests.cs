using Personalization.Benchmarks.Quality;
using Personalization.Benchmarks.Quality.Questions;

namespace Personalization.IntegrationTests.Benchmarks.Quality;

public sealed class ListScoreTests
{
    [Fact]
    public void Scores_have_their_known_values()
    {
        double[] figures = ListScore.Of([7, 3, 9, 4], 5, [3, 4, 8]);
        double ideal = 1 + (1 / Math.Log2(3)) + 0.5;
        Assert.Equal(1, figures[(int)Metric.HitRate]);
        Assert.Equal(0.5, figures[(int)Metric.ReciprocalRank]);
        Assert.Equal(2.0 / 3, figures[(int)Metric.Recall], 1e-12);
        Assert.Equal(2.0 / 5, figures[(int)Metric.Precision], 1e-12);
        Assert.Equal(((1 / Math.Log2(3)) + (1 / Math.Log2(5))) / ideal, figures[(int)Metric.Ndcg], 1e-12);
        Assert.Equal(((1.0 / 2) + (2.0 / 4)) / 3, figures[(int)Metric.AveragePrecision], 1e-12);
    }

    [Fact]
    public void A_longer_list_is_scored_up_to_the_cutoff() =>
        Assert.All(ListScore.Of([1, 2, 3], 2, [3]), figure => Assert.Equal(0, figure));

    [Fact]
    public void A_perfect_list_scores_one() =>
        Assert.All(ListScore.Of([5, 6], 2, [6, 5]), figure => Assert.Equal(1, figure, 1e-12));

    [Fact]
    public void An_unknown_target_is_never_found() =>
        Assert.All(ListScore.Of([0, 1], 2, [-1]), figure => Assert.Equal(0, figure));
}
