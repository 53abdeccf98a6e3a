using Personalization.Benchmarks.Replay;
using Personalization.Engine.Retrieval;

namespace Personalization.IntegrationTests.Benchmarks.Replay;

/// <summary>The metrics of a replay.</summary>
public sealed class ReplayScoreTests
{
    [Fact]
    public void The_metrics_are_those_of_the_ranks()
    {
        ReplayAnswer[] answers = [Answer(1), Answer(3), Answer(0), Answer(0)];

        ReplayScore score = ReplayScore.Of(answers, 0);
        Assert.Equal(.5, score.HitRate);
        Assert.Equal((1 + .5) / 4, score.Ndcg);
        Assert.Equal((1 + (1.0 / 3)) / 4, score.Mrr, 12);
    }

    private static ReplayAnswer Answer(int rank) =>
        new(ReplayTarget.Next, "ann", 0, Moment.InSession, null, null, [rank]);
}
