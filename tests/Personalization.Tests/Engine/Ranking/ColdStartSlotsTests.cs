using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Ranking;

namespace Personalization.Tests.Engine.Ranking;

public sealed class ColdStartSlotsTests
{
    private static readonly RankedItem[] List =
    [.. Enumerable.Range(0, 10).Select(item => new RankedItem(item, 10 - item, ReasonKind.Popular, -1))];

    [Fact]
    public void Every_nth_position_gets_the_next_best_cold_start_item()
    {
        RankedItem[] filled = ColdStartSlots.Fill(List, [new(101, 5, 3), new(102, 4, 7)], ReasonKind.SimilarTaste, 5);
        Assert.Equal([0, 1, 2, 3, 101, 4, 5, 6, 7, 102], filled.Select(item => item.Item));
        Assert.Equal((ReasonKind.SimilarTaste, 3), (filled[4].Reason, filled[4].Evidence));
        Assert.Equal(filled.Select(item => item.Score).OrderDescending(), filled.Select(item => item.Score));
    }

    [Fact]
    public void An_item_above_its_position_stays_and_an_item_below_rises()
    {
        Assert.Equal(
            Enumerable.Range(0, 10),
            ColdStartSlots.Fill(List, [new(2, 5, -1)], ReasonKind.SimilarTaste, 5).Select(item => item.Item));
        Assert.Equal(
            [0, 1, 2, 3, 8, 4, 5, 6, 7, 9],
            ColdStartSlots.Fill(List, [new(8, 5, -1)], ReasonKind.SimilarTaste, 5).Select(item => item.Item));
    }

    [Fact]
    public void The_length_stays_for_many_items_and_for_none()
    {
        Assert.Equal(10, ColdStartSlots.Fill(
            List, [new(101, 5, -1), new(102, 5, -1), new(103, 5, -1)], ReasonKind.SimilarTaste, 5).Length);
        Assert.Equal(List, ColdStartSlots.Fill(List, [], ReasonKind.SimilarTaste, 5));
        Assert.Empty(ColdStartSlots.Fill([], [new(101, 5, -1)], ReasonKind.SimilarTaste, 5));
    }
}
