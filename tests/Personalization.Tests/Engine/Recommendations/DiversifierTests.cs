using CsCheck;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Ranking;
using Personalization.Engine.Recommendations;

namespace Personalization.Tests.Engine.Recommendations;

public sealed class DiversifierTests
{
    [Fact]
    public void The_items_stay_the_same_and_zero_keeps_their_order() =>
        Gen.Select(
            Gen.Float[0, 1].Array[0, 120], Gen.Int[1, 6], Gen.Double[0, 1]).Sample((scores, categories, diversity) =>
        {
            RankedItem[] ranked = Ranked(scores);
            RankedItem[] varied = Diversifier.Apply(ranked, item => $"c{item % categories}", diversity);
            Assert.Equal(ranked.Select(item => item.Item).Order(), varied.Select(item => item.Item).Order());
            Assert.Equal(ranked, Diversifier.Apply(ranked, item => $"c{item % categories}", 0));
        });

    [Fact]
    public void It_equals_the_definition() =>
        Gen.Select(Gen.Float[0.01f, 1].Array[3, 40], Gen.Int[1, 4], Gen.Double[0.05, 0.95]).Sample(
            (scores, categories, diversity) =>
            {
                RankedItem[] ranked = Ranked(scores);
                Assert.Equal(
                    ByTheRule(ranked, item => item % categories, diversity),
                    Diversifier.Apply(ranked, item => $"c{item % categories}", diversity).Select(item => item.Item));
            });

    [Fact]
    public void An_even_choice_alternates_between_categories()
    {
        RankedItem[] ranked =
        [.. Enumerable.Range(0, 20).Select(i => new RankedItem(i, 1f - (i * 0.0001f), ReasonKind.Popular, -1))];
        RankedItem[] varied = Diversifier.Apply(ranked, item => item < 10 ? "tents" : "stoves", 0.5);
        Assert.Equal(5, varied[..10].Count(item => item.Item < 10));
    }

    [Fact]
    public void Items_without_a_category_are_like_no_other()
    {
        RankedItem[] ranked = Ranked([1f, 0.9f, 0.8f, 0.7f]);
        Assert.Equal(ranked, Diversifier.Apply(ranked, _ => null, 0.9));
    }

    private static RankedItem[] Ranked(float[] scores) =>
        [.. scores.OrderDescending().Select((score, i) => new RankedItem(i, score, ReasonKind.Popular, -1))];

    /// <summary>The definition without any shortcut.</summary>
    private static List<int> ByTheRule(RankedItem[] ranked, Func<int, int> category, double diversity)
    {
        List<RankedItem> waiting = [.. ranked];
        List<int> taken = [];
        while (waiting.Count > 0)
        {
            RankedItem best = waiting.MaxBy(item =>
                ((1 - diversity) * item.Score / ranked[0].Score)
                - (diversity * ((double)taken.TakeLast(
                    Diversifier.Window).Count(other => category(other) == category(item.Item)) / Diversifier.Window)));
            taken.Add(best.Item);
            _ = waiting.Remove(best);
        }

        return taken;
    }
}
