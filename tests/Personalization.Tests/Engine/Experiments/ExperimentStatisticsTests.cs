using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Tests.Engine.Experiments;

public sealed class ExperimentStatisticsTests
{
    private static readonly Gen<ExperimentStatistics> User = Gen.Select(
        Gen.Int[0, 2].Select(i => "aBä"[i].ToString()),
        Gen.Int[0, 2].Select(i => "xYz"[i].ToString()),
        Gen.Double[-1e6, 1e6],
        Gen.Double[0, 1e5],
        (arm, metric, value, latency) =>
            ExperimentStatistics.Of(arm, new()
            {
                Units = 1,
                Metrics = ImmutableSortedDictionary<string, Moments>.Empty.Add(metric, Moments.Of(value)),
                Quantiles = ImmutableSortedDictionary<string, QuantileCounts>.Empty.Add(
                    metric, QuantileCounts.Of(latency)),
            }));

    [Fact]
    public void Any_order_of_users_gives_equal_statistics_and_JSON() =>
        Gen.Select(User.Array[1, 20], Gen.Int).Sample((users, seed) =>
        {
            ExperimentStatistics inOrder = users.Aggregate(ExperimentStatistics.Empty, (sum, user) => sum + user);
            ExperimentStatistics[] shuffled = [.. users];
            new Random(seed).Shuffle(shuffled);
            int half = shuffled.Length / 2;
            ExperimentStatistics tree = shuffled[half..].Aggregate(
                ExperimentStatistics.Empty, (sum, user) => sum + user)
                + shuffled[..half].Aggregate(ExperimentStatistics.Empty, (sum, user) => user + sum);
            string text = JsonSerializer.Serialize(inOrder);

            Assert.Equal(inOrder, tree);
            Assert.Equal(text, JsonSerializer.Serialize(tree));
            Assert.Equal(inOrder, JsonSerializer.Deserialize<ExperimentStatistics>(text));
            Assert.Equal(inOrder + tree, JsonSerializer.Deserialize<ExperimentStatistics>(text)! + inOrder);
        });

    [Fact]
    public void Subtracting_a_user_restores_the_statistics() =>
        Gen.Select(User.Array[0, 8], User).Sample((users, user) =>
        {
            ExperimentStatistics sum = users.Aggregate(ExperimentStatistics.Empty, (sum, next) => sum + next);
            Assert.Equal(sum, sum + user - user);
            Assert.Equal(JsonSerializer.Serialize(sum), JsonSerializer.Serialize(sum + user - user));
        });

    [Fact]
    public void Different_statistics_are_not_equal()
    {
        ExperimentStatistics one = ExperimentStatistics.Of("a", new() { Units = 1 });
        Assert.NotEqual(one, one + one);
        Assert.NotEqual(one, ExperimentStatistics.Of("b", new() { Units = 1 }));
        Assert.Equal(0, one.Arm("missing").Units);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.001)]
    [InlineData(1)]
    [InlineData(99.7)]
    [InlineData(1e9)]
    public void A_bin_contains_its_value_and_spans_at_most_a_64th(double value)
    {
        int bin = QuantileCounts.BinOf(value);
        double low = QuantileCounts.LowerEdge(bin);
        double high = QuantileCounts.LowerEdge(bin + 1);
        Assert.True(low <= value && value < high);
        Assert.True(value == 0 || high - low <= low / 64);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_invalid_value_is_rejected(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantileCounts.Of(value));

    [Fact]
    public void Ranks_count_from_the_least_value()
    {
        QuantileCounts counts = new double[] { 30, 10, 20, 20 }.Aggregate(
            QuantileCounts.Empty, (sum, value) => sum + QuantileCounts.Of(value));
        Assert.Equal(
            [10, 20, 20, 30],
            Enumerable.Range(1, 4).Select(rank => QuantileCounts.LowerEdge(counts.BinOfRank(rank)!.Value)));
        Assert.Null(counts.BinOfRank(5));
        Assert.Equal(4, counts.Count());
    }
}
