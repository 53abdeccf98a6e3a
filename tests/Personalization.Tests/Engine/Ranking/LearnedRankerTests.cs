using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Testing.Worlds;
using Personalization.Tests.Engine.Retrieval;

namespace Personalization.Tests.Engine.Ranking;

/// <summary>
/// A ranker with handmade trees over two sources with chosen scores, so that order, scores and reasons can be computed
/// by hand.
/// </summary>
public sealed class LearnedRankerTests
{
    // item 0 leads to 1 (strength 4) and 2 (strength 1), item 5 leads to 2 (strength 8); popularity is 3, 2, then the
    // rest
    private static readonly ModelParts Parts = new(
        new SessionSource(
            new([0], [], [], 6), new([0, 0, 0, 0, 0, 0, 0], [], [], 0), new(new(8, 1, 1, 0), 10, 0.5f, 0.5f, 3)),
        new FactorSource(new float[6 * 8], new(8, 0.1f, 0.1f, 1, 1)),
        new CoVisitationSource(new([0, 2, 2, 2, 2, 2, 3], [1, 2, 2], [4, 1, 8], 6), new SeedWeights(8, 1, 1, 0)),
        new PopularSource([0, 0, 5, 10, 0, 0]),
        60_000);

    private static readonly ItemIndex Index = new(["a", "b", "c", "d", "e", "f"]);
    private static readonly ItemStatistics Items = new(
        [.. Enumerable.Range(0, 6).SelectMany(item => Enumerable.Repeat(item == 2 ? 9f : item, ItemStatistics.Count))],
        6);
    private static readonly RankingFeatures Features = new(Parts.Sources, Items, BlendWeights.Default.ToArray());

    [Fact]
    public void The_trees_order_the_best_items_and_the_rest_follows_with_lower_scores()
    {
        // popular items first, by the trees; the blend would put item 1 first
        ModelSnapshot model = Model(Split("popular.share", 0.1f, -1, 2));
        RankedItem[] list = model.Recommend(Logs.Signal(0), new Refuse(0), 10, CancellationToken.None);
        Assert.Equal([2, 3, 1, 4, 5], list.Select(ranked => ranked.Item));
        Assert.Equal([Logistic(2), Logistic(2), Logistic(-1), 0, 0], list.Select(ranked => ranked.Score));
        Assert.Equal([1, 2, 3, 4, 5], new ModelSnapshot("v", Index, Parts, BlendWeights.Default)
            .Recommend(Logs.Signal(0), new Refuse(0), 10, CancellationToken.None)
            .Select(ranked => ranked.Item));
    }

    [Fact]
    public void A_short_list_is_a_prefix_of_a_long_list()
    {
        ModelSnapshot model = Model(Split("popular.share", 0.1f, -1, 2));
        RankedItem[] list = model.Recommend(Logs.Signal(0), new Refuse(0), 10, CancellationToken.None);
        Assert.Equal(list[..2], model.Recommend(Logs.Signal(0), new Refuse(0), 2, CancellationToken.None));
        Assert.Empty(model.Recommend(Logs.Signal(0), CandidateFilter.Open, 0, CancellationToken.None));
    }

    [Fact]
    public void The_reason_follows_the_trees_and_not_the_blend()
    {
        UserSignal signal = Logs.Signal(5, 0);
        RankedItem byPopularity = Model(Split("popular.share", 0.1f, -1, 2))
            .Recommend(signal, CandidateFilter.Open, 10, CancellationToken.None)
            .Single(ranked => ranked.Item == 2);
        RankedItem byNeighbours = Model(Split("itemToItem.share", 0.1f, -1, 2))
            .Recommend(signal, CandidateFilter.Open, 10, CancellationToken.None)
            .Single(ranked => ranked.Item == 2);
        RankedItem byItemPopularity = Model(Split("item.choices", 5, -1, 2))
            .Recommend(signal, CandidateFilter.Open, 10, CancellationToken.None)
            .Single(ranked => ranked.Item == 2);
        Assert.Equal((ReasonKind.Popular, -1), (byPopularity.Reason, byPopularity.Evidence));
        Assert.Equal((ReasonKind.ChosenTogether, 5), (byNeighbours.Reason, byNeighbours.Evidence));
        Assert.Equal((ReasonKind.Popular, -1), (byItemPopularity.Reason, byItemPopularity.Evidence));
    }

    [Fact]
    public void All_candidates_are_returned_in_the_order_of_the_list()
    {
        ModelSnapshot model = Model(Split("popular.share", 0.1f, -1, 2));
        RankedItem[] list = model.Score(Logs.Signal(0), [4, 1, 3, 1, 5], CancellationToken.None);
        Assert.Equal([3, 1, 4, 5, 1], list.Select(ranked => ranked.Item));
        Assert.Equal([Logistic(2), Logistic(-1), 0, 0, 0], list.Select(ranked => ranked.Score));
    }

    [Fact]
    public void An_unknown_user_gets_popular_items() =>
        Assert.Equal([3, 2, 0, 1, 4, 5], Model(Split("popular.share", 0.9f, 2, -1))
            .Recommend(new UserSignal(default, 0), CandidateFilter.Open, 10, CancellationToken.None)
            .Select(ranked => ranked.Item));

    [Fact]
    public void Features_have_known_values_and_an_ignored_source_has_none()
    {
        RankingWorkspace work = new(Parts);
        UserSignal signal = Logs.Signal(5, 0);
        work.Retrieval.Interactions.Fold(signal.Events.Span, Parts.SessionGapMs);
        work.Union.Collect(Parts, work, CandidateFilter.Open, 200, Features.Shares, CancellationToken.None);
        int count = work.Union.Choose(work, 200);
        work.Union.Gather(work, count);
        float[] rows = new float[count * Features.Count];
        Features.FillAll(work, signal.NowMs + 60_000, count, rows);

        // item 2: neighbor score 9, the best (8 of it from item 5); half of the best popularity; first in the blend
        Assert.Equal((3, 2), (count, work.Union.Best[0].Item));
        float[] row = rows[..Features.Count];
        Assert.Equal(2, Value(row, "user.items"));
        Assert.Equal(MathF.Log(3), Value(row, "user.minutesSinceLast"));
        Assert.Equal(9, Value(row, "item.choices"));
        Assert.Equal((1, 9, 1, 1), (
            Value(row, "itemToItem.share"),
            Value(row, "itemToItem.score"),
            Value(row, "itemToItem.nearness"),
            Value(row, "itemToItem.brought")));
        Assert.Equal(0.5f, Value(row, "itemToItem.evidenceNearness"));
        Assert.Equal((0.5f, 5, 0.5f, 1), (
            Value(row, "popular.share"),
            Value(row, "popular.score"),
            Value(row, "popular.nearness"),
            Value(row, "popular.brought")));
        Assert.Equal((0, 0), (Value(row, "sessions.brought"), Value(row, "factors.brought")));
        Assert.Equal((1, 1, 2), (Value(row, "blend.share"), Value(row, "blend.nearness"), Value(row, "blend.sources")));

        Features.Fill(work, 0, 1u << 2, row);
        Assert.Equal((0, 0, 0, 0), (
            Value(row, "itemToItem.share"),
            Value(row, "itemToItem.score"),
            Value(row, "itemToItem.nearness"),
            Value(row, "itemToItem.brought")));
        Assert.Equal((1, 0.5f), (Value(row, "blend.sources"), Value(row, "blend.bestNearness")));
        Assert.Equal(0.025f / 1.025f, Value(row, "blend.share"), 1e-6f);
        Assert.Equal(9, Value(row, "item.choices"));
        Features.Fill(work, 0, RankingFeatures.PopularityBit, row);
        Assert.Equal(13f / 3, Value(row, "item.choices"), 1e-5f);
        Assert.Equal((9, 1), (Value(row, "item.strength"), Value(row, "itemToItem.share")));
    }

    [Fact]
    public void Trees_with_other_features_are_refused() =>
        Assert.Throws<InvalidDataException>(() => new LearnedRanker(
            new([new(float.PositiveInfinity, 0, 0)], [0], [0], Features.Count + 1), Items, Features));

    private static float Value(float[] row, string name) => row[Features.Names.ToList().IndexOf(name)];

    private static ModelSnapshot Model(TreeEnsemble trees) => new(
        "v",
        Index,
        Parts,
        BlendWeights.Default,
        BlendWeights.Default,
        new(trees, Items, Features),
        new(trees, Items, Features));

    /// <summary>Returns one tree with one split on one feature.</summary>
    private static TreeEnsemble Split(string feature, float above, double low, double high) =>
        new([
            new(above, Features.Names.ToList().IndexOf(feature), 1),
            new(float.PositiveInfinity, 0, 1),
            new(float.PositiveInfinity, 0, 2)
        ], [0, low, high], [0], Features.Count);

    private static float Logistic(double score) => (float)(1 / (1 + Math.Exp(-score)));
}
