using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Ranking;

/// <summary>Two sources with chosen scores, so that the blend can be computed by hand.</summary>
public sealed class BlenderTests
{
    // item 0 leads to 1 (strength 4) and 2 (strength 1); popularity is 3, 2, then the rest
    private static readonly ModelParts Parts = new(
        new SessionSource(
            new([0], [], [], 5), new([0, 0, 0, 0, 0, 0], [], [], 0), new(new(8, 1, 1, 0), 10, 0.5f, 0.5f, 3)),
        new FactorSource(new float[5 * 8], new(8, 0.1f, 0.1f, 1, 1)),
        new CoVisitationSource(new([0, 2, 2, 2, 2, 2], [1, 2], [4, 1], 5), new SeedWeights(8, 1, 1, 0)),
        new PopularSource([0, 0, 5, 10, 0]),
        60_000);

    [Fact]
    public void A_blended_score_is_the_weighted_sum_of_relative_scores()
    {
        ModelSnapshot model = new(
            "v", new ItemIndex(["a", "b", "c", "d", "e"]), Parts, new BlendWeights(1, 1, 0.8f, 0.5f));
        RankedItem[] list = model.Recommend(Logs.Signal(0), CandidateFilter.Open, 10, CancellationToken.None);
        Assert.Equal([1, 3, 2, 0, 4], list.Select(ranked => ranked.Item));
        Assert.Equal([0.8f, 0.5f, 0.2f + 0.25f, 0, 0], list.Select(ranked => ranked.Score));
        Assert.Equal(
            [ReasonKind.ChosenTogether, ReasonKind.Popular, ReasonKind.Popular],
            list.Take(3).Select(ranked => ranked.Reason));
        Assert.Equal([0, -1, -1], list.Take(3).Select(ranked => ranked.Evidence));
    }

    [Fact]
    public void A_source_of_weight_0_has_no_effect()
    {
        ModelSnapshot model = new(
            "v", new ItemIndex(["a", "b", "c", "d", "e"]), Parts, new BlendWeights(1, 1, 0.8f, 0));
        RankedItem[] list = model.Recommend(Logs.Signal(0), CandidateFilter.Open, 2, CancellationToken.None);
        Assert.Equal([1, 2], list.Select(ranked => ranked.Item));
    }
}
