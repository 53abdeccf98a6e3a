using CsCheck;
using Personalization.Engine.Training;

namespace Personalization.Tests.Engine.Training;

public sealed class SelectionTests
{
    [Fact]
    public void The_value_of_every_rank_is_where_sorting_puts_it() => Gen.Int[-9, 9].Array[1, 40].Sample(values =>
    {
        int[] sorted = [.. values.OrderDescending()];
        Assert.All(sorted, (value, at) => Assert.Equal(value, Selection.Largest([.. values.Select(number => (float)number)], at + 1)));
    });

    [Fact]
    public void Of_none_there_is_nought() => Assert.Equal(0, Selection.Largest([1, 2], 0));
}
