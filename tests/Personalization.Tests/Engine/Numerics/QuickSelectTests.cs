using CsCheck;
using Personalization.Engine.Numerics;

namespace Personalization.Tests.Engine.Numerics;

public sealed class QuickSelectTests
{
    [Fact]
    public void The_value_of_every_rank_is_where_sorting_puts_it() => Gen.Int[-9, 9].Array[1, 40].Sample(values =>
    {
        int[] sorted = [.. values.OrderDescending()];
        Assert.All(sorted, (value, at) => Assert.Equal(value, QuickSelect.Largest([.. values.Select(number => (float)number)], at + 1)));
    });

    [Fact]
    public void Of_none_there_is_nought() => Assert.Equal(0, QuickSelect.Largest([1, 2], 0));
}
