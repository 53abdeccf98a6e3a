namespace Personalization.ClusterTests.Allocations;

/// <summary>The bytes that an operation allocates stay within 10 % of the pinned figures.</summary>
/// <remarks>Time depends on the machine and on other work; allocated bytes do not.</remarks>
public sealed class AllocationTests
{
    [Fact]
    public async Task Events_and_lists_allocate_the_pinned_bytes()
    {
        await using MeasuredEngine engine = await MeasuredEngine.StartAsync();
        Dictionary<string, double> measured = new()
        {
            ["single event"] = await engine.SingleEventAsync(),
            ["batched event"] = await engine.BatchedEventAsync(),
            ["cached list"] = await engine.CachedListAsync(),
            ["fresh list"] = await engine.FreshListAsync(),
        };

        Assert.Empty(PinnedBytes.Check(measured));
    }

    [Theory]
    [InlineData(1_100, 0)]
    [InlineData(900, 0)]
    [InlineData(1_101, 1)]
    [InlineData(899, 1)]
    public void More_than_a_tenth_of_a_difference_is_a_problem(double measured, int problems) => Assert.Equal(
        problems,
        PinnedBytes.Problems(
            new Dictionary<string, double> { ["list"] = measured },
            new Dictionary<string, double> { ["list"] = 1_000 }).Count());

    [Fact]
    public void A_figure_without_a_pinned_one_is_a_problem() => Assert.Single(
        PinnedBytes.Problems(new Dictionary<string, double> { ["list"] = 1 }, new Dictionary<string, double>()));
}
