using Personalization.Engine.Numerics;

namespace Personalization.Tests.Engine.Numerics;

public sealed class FactorKernelsTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(40)]
    [InlineData(48)]
    [InlineData(56)]
    [InlineData(104)]
    public void A_weighted_sum_of_rows_adds_each_column_in_the_order_of_the_rows(int width)
    {
        Random random = new(width);
        float[] weights = [.. Enumerable.Range(0, 13).Select(_ => random.NextSingle() - 0.5f)];
        float[] rows = [.. Enumerable.Range(0, 13 * width).Select(_ => random.NextSingle() - 0.5f)];
        float[] sum = new float[width];
        FactorKernels.Combine(weights, rows, sum);
        for (int column = 0; column < width; column++)
        {
            float expected = 0;
            for (int row = 0; row < weights.Length; row++)
            {
                expected = MathF.FusedMultiplyAdd(weights[row], rows[(row * width) + column], expected);
            }

            Assert.Equal(expected, sum[column]);
        }
    }
}
