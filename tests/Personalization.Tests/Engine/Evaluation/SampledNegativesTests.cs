using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Evaluation;

public sealed class SampledNegativesTests
{
    private static readonly EvaluationCase Case = new(Logs.Signal(3, 4, 3, 5), 7, 0);

    [Fact]
    public void A_small_catalog_gives_all_unseen_items()
    {
        int[] items = new SampledNegatives(20, 1).Of(Case, 5, new SeenItemFilter(20));
        Assert.Equal(7, items[0]);
        Assert.Equal(Enumerable.Range(0, 20).Except([3, 4, 5]), items.Order());
    }

    [Fact]
    public void In_a_large_catalog_each_case_has_other_distinct_items_and_always_the_same()
    {
        SampledNegatives negatives = new(5000, 1);
        SeenItemFilter filter = new(5000);
        int[][] drawn = [.. Enumerable.Range(0, 8).Select(place => negatives.Of(Case, place, filter))];
        Assert.All(drawn, items =>
        {
            Assert.Equal(7, items[0]);
            Assert.Equal(SampledNegatives.Most + 1, items.Distinct().Count());
            Assert.Empty(items.Intersect([3, 4, 5]));
        });
        Assert.Equal(8, drawn.Select(items => items[1]).Distinct().Count());
        Assert.Equal(drawn[6], new SampledNegatives(5000, 1).Of(Case, 6, new SeenItemFilter(5000)));
        Assert.NotEqual(drawn[6], new SampledNegatives(5000, 2).Of(Case, 6, new SeenItemFilter(5000)));
        Assert.Equal(100, negatives.Of(Case, 3, filter, 99).Length);
    }

    [Fact]
    public void Every_item_is_equally_likely()
    {
        const int items = 400;
        SampledNegatives negatives = new(items, 3);
        SeenItemFilter filter = new(items);
        int[] drawn = new int[items];
        for (int place = 0; place < 400; place++)
        {
            foreach (int item in negatives.Of(Case, place, filter, 99)[1..])
            {
                drawn[item]++;
            }
        }

        Assert.Equal([0, 0, 0, 0], new[] { 3, 4, 5, 7 }.Select(item => drawn[item]));
        Assert.All(Enumerable.Range(8, items - 8), item => Assert.InRange(drawn[item], 99, 103));
    }
}
