using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Ranking;

namespace Personalization.Tests.Engine.Ranking;

public sealed class ColdStartSlotsTests
{
    private static readonly RankedItem[] List = [.. Enumerable.Range(0, 10).Select(item => new RankedItem(item, 10 - item, ReasonKind.Popular, -1))];

    [Fact]
    public void Every_so_manieth_place_goes_to_the_next_best_new_item()
    {
        RankedItem[] filled = ColdStartSlots.Fill(List, [new(101, 5, 3), new(102, 4, 7)], ReasonKind.SimilarTaste, 5);
        Assert.Equal([0, 1, 2, 3, 101, 4, 5, 6, 7, 102], filled.Select(item => item.Item));
        Assert.Equal((ReasonKind.SimilarTaste, 3), (filled[4].Reason, filled[4].Evidence));
        Assert.Equal(filled.Select(item => item.Score).OrderDescending(), filled.Select(item => item.Score));
    }

    [Fact]
    public void One_that_stands_further_up_by_itself_stays_there_and_one_further_down_rises()
    {
        Assert.Equal(Enumerable.Range(0, 10), ColdStartSlots.Fill(List, [new(2, 5, -1)], ReasonKind.SimilarTaste, 5).Select(item => item.Item));
        Assert.Equal([0, 1, 2, 3, 8, 4, 5, 6, 7, 9], ColdStartSlots.Fill(List, [new(8, 5, -1)], ReasonKind.SimilarTaste, 5).Select(item => item.Item));
    }

    [Fact]
    public void More_items_than_places_and_none_at_all_leave_the_length()
    {
        Assert.Equal(10, ColdStartSlots.Fill(List, [new(101, 5, -1), new(102, 5, -1), new(103, 5, -1)], ReasonKind.SimilarTaste, 5).Length);
        Assert.Equal(List, ColdStartSlots.Fill(List, [], ReasonKind.SimilarTaste, 5));
        Assert.Empty(ColdStartSlots.Fill([], [new(101, 5, -1)], ReasonKind.SimilarTaste, 5));
    }
}
