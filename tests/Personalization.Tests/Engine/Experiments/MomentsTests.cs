using System.Text.Json;
using CsCheck;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Tests.Engine.Experiments;

public sealed class MomentsTests
{
    private static readonly Gen<Moments> Unit =
        Gen.Select(Gen.Double[-1e9, 1e9], Gen.Double[0, 1e6], Gen.Double[-1e3, 1e3], (y, z, x) => Moments.Of(y, z, x));

    [Fact]
    public void Any_order_and_grouping_of_additions_gives_the_same_bits() =>
        Gen.Select(Unit.Array[1, 60], Gen.Int).Sample((units, seed) =>
        {
            Moments inOrder = units.Aggregate(default(Moments), (sum, unit) => sum + unit);
            Random chance = new(seed);
            List<Moments> parts = [.. units];
            while (parts.Count > 1)
            {
                Moments left = Take(parts, chance);
                parts.Add(Take(parts, chance) + left);
            }

            Assert.Equal(inOrder, parts[0]);
        });

    [Fact]
    public void Subtraction_reverses_addition() => Gen.Select(Unit, Unit, Unit).Sample((a, b, c) =>
    {
        Assert.Equal(a + c, a + b + c - b);
        Assert.Equal(default, a + b - a - b);
    });

    [Fact]
    public void Moments_survive_JSON() => Unit.Sample(unit =>
        Assert.Equal(unit + unit, JsonSerializer.Deserialize<Moments>(JsonSerializer.Serialize(unit + unit))));

    [Fact]
    public void A_tenth_added_ten_times_is_one()
    {
        Moments sum = Enumerable.Range(0, 10).Aggregate(default(Moments), (sum, _) => sum + Moments.Of(0.1));
        Assert.Equal(Moments.Scale, (long)sum.OutcomeSum);
        Assert.Equal(10, sum.Count);
        Assert.Equal(10 * Moments.Scale, (long)sum.BaseSum);
    }

    [Fact]
    public void Great_values_are_clamped_and_NaN_is_rejected()
    {
        Assert.Equal(Moments.Of(1e9, 1e9, -1e9), Moments.Of(double.PositiveInfinity, 1e12, double.NegativeInfinity));
        _ = Assert.Throws<ArgumentException>(() => Moments.Of(double.NaN));
        _ = Assert.Throws<ArgumentException>(() => Moments.Of(1, 1, double.NaN));
    }

    [Fact]
    public void A_hundred_million_of_the_greatest_value_fit_and_overflow_throws()
    {
        Moments sum = Moments.Of(1e9);
        for (int doubled = 0; doubled < 27; doubled++)
        {
            sum += sum;
        }

        Assert.Equal(1L << 27, sum.Count);
        _ = Assert.Throws<OverflowException>(() => sum + sum);
    }

    [Fact]
    public void The_variance_is_exact_with_a_great_mean()
    {
        Moments sum = Enumerable.Range(
            0, 1001).Aggregate(default(Moments), (sum, i) => sum + Moments.Of(1e8 + (i % 2 == 0 ? 0.5 : -0.5)));
        ArmEstimate estimate = ArmEstimate.Of(sum)!.Value;
        Assert.Equal(1e8 + (0.5 / 1001), estimate.Value, 1e-7);
        Assert.Equal((1001 - (1 / 1001.0)) / 4 / 1000, estimate.Variance, 1e-12);
    }

    private static Moments Take(List<Moments> parts, Random chance)
    {
        int at = chance.Next(parts.Count);
        Moments part = parts[at];
        parts.RemoveAt(at);
        return part;
    }
}
