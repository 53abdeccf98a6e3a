using CsCheck;
using Personalization.Engine.Numerics;

namespace Personalization.Tests.Engine.Numerics;

public sealed class QuickSelectTests
{
    [Fact]
    public void Every_rank_equals_the_sorted_value() => Gen.Int[-9, 9].Array[1, 40].Sample(values =>
    {
        int[] sorted = [.. values.OrderDescending()];
        Assert.All(sorted, (value, at) => Assert.Equal(
            value, QuickSelect.Largest([.. values.Select(number => (float)number)], at + 1)));
    });

    [Fact]
    public void Rank_0_returns_0() => Assert.Equal(0, QuickSelect.Largest([1, 2], 0));
}
