using System.Globalization;
using Personalization.Engine.Rollouts;

namespace Personalization.Tests.Engine.Rollouts;

public sealed class MeasureTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(500)]
    [InlineData(20_000)]
    [InlineData(400_000)]
    public void Distinct_names_are_counted_to_a_few_percent(int names)
    {
        byte[] registers = new byte[DistinctCount.Registers];
        for (int i = 0; i < 2 * names; i++)
        {
            DistinctCount.Add(registers, string.Create(CultureInfo.InvariantCulture, $"item-{i % names}"));
        }

        Assert.InRange(DistinctCount.Estimate(registers), 0.95 * names, 1.05 * names);
        Assert.Equal(0, DistinctCount.Estimate([]));
    }

    [Fact]
    public void A_name_of_any_length_is_counted()
    {
        byte[] registers = new byte[DistinctCount.Registers];
        foreach (int length in new[] { 0, 1, 256, 5_000 })
        {
            DistinctCount.Add(registers, new string('ö', length));
        }

        Assert.Equal(4, DistinctCount.Estimate(registers), 0.01);
    }

    [Fact]
    public void The_registers_of_two_parts_are_those_of_the_whole()
    {
        byte[][] parts =
        [new byte[DistinctCount.Registers], new byte[DistinctCount.Registers], new byte[DistinctCount.Registers]];
        for (int i = 0; i < 3000; i++)
        {
            DistinctCount.Add(parts[i % 2], $"i{i}");
            DistinctCount.Add(parts[2], $"i{i}");
        }

        Assert.Equal(parts[2], parts[0].Zip(parts[1], Math.Max));
    }

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("a", "", 0)]
    [InlineData("a b c", "a b c", 1)]
    [InlineData("a b c d", "c d e f", 0.5)]
    [InlineData("a b c d e f g h i j k", "a b c d e f g h i j z", 1)]
    public void Overlap_is_the_share_of_the_first_ten(string one, string other, double share) =>
        Assert.Equal(share, ListSimilarity.Overlap(Of(one), Of(other), 10), 6);

    /// <summary>Equation 32 calculated by hand for p = 0.9.</summary>
    [Theory]
    [InlineData("", "", 1)]
    [InlineData("a", "", 0)]
    [InlineData("a b c", "a b c", 1)]
    [InlineData("a b", "c d", 0)]
    [InlineData("a b", "b a", 0.9)]
    [InlineData("a", "a b", 1)]
    [InlineData("a b", "a c", 0.55)]
    public void Rank_biased_overlap_follows_its_equation(string one, string other, double expected)
    {
        Assert.Equal(expected, ListSimilarity.RankBiased(Of(one), Of(other)), 6);
        Assert.Equal(expected, ListSimilarity.RankBiased(Of(other), Of(one)), 6);
    }

    [Fact]
    public void A_difference_at_the_top_counts_more_than_one_at_the_end()
    {
        string[] list = Of("a b c d e f g h i j");
        Assert.True(ListSimilarity.RankBiased(
            list, Of("z b c d e f g h i j")) < ListSimilarity.RankBiased(list, Of("a b c d e f g h i z")));
    }

    [Fact]
    public void Diversity_is_the_share_of_pairs_that_differ()
    {
        Assert.Equal(0, ListDiversity.Of(["a", "a", "a"]));
        Assert.Equal(1, ListDiversity.Of(["a", "b", "c"]));
        Assert.Equal(2 / 3.0, ListDiversity.Of(["a", "a", "b"])!.Value, 6);
        Assert.Equal(1, ListDiversity.Of(["a", null, null, "b"]));
        Assert.Null(ListDiversity.Of([null, null, "a"]));
        Assert.Null(ListDiversity.Of([]));
    }

    private static string[] Of(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
