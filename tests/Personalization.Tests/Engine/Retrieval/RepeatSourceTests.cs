using Personalization.Engine.Evaluation;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Tests.Engine.Retrieval;

public sealed class RepeatSourceTests
{
    private static readonly RepeatSource Source = new(new SeedWeights(3, 0.5f, 1, 1));

    // item 3 is disliked; only the newest three of the five seen items count
    private static readonly UserSignal Signal = new(
        new SignalEvent[] { new(1, 1, 0), new(4, 1, 1), new(3, -1, 2), new(2, 4, 3), new(0, 1, 4) }, 5);

    [Fact]
    public void Seen_items_rank_by_recency_and_weight_with_themselves_as_evidence()
    {
        Candidate[] list = new Candidate[10];
        int count = Source.Collect(Work(), CandidateFilter.Open, list);
        Assert.Equal([new(2, 2, 2), new Candidate(0, 1, 0)], list[..count]);
    }

    [Fact]
    public void Refused_items_are_not_proposed()
    {
        Candidate[] list = new Candidate[10];
        Assert.Equal(1, Source.Collect(Work(), new Refuse(2), list));
        Assert.Equal(0, list[0].Item);
        Assert.Equal(0, Source.Collect(Work(), new SeenItemFilter(6).Of(Signal), list));
    }

    [Fact]
    public void Scores_of_items_equal_their_collected_scores()
    {
        Candidate[] list = new Candidate[6];
        Source.Score(Work(), [0, 1, 2, 3, 4, 5], list);
        Assert.Equal([1f, 0, 2, 0, 0, 0], list.Select(candidate => candidate.Score));
    }

    private static Workspace Work()
    {
        Workspace work = new(6, 0, 8);
        work.Interactions.Fold(Signal.Events.Span, 1000);
        return work;
    }
}
