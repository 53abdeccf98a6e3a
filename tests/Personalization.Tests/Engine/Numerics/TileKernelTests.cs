using CsCheck;
using Personalization.Engine.Numerics;

namespace Personalization.Tests.Engine.Numerics;

public sealed class TileKernelTests
{
    private static readonly Gen<(int Size, int Depth, float[] Left, float[] Right)> Products =
        from blocks in Gen.Int[1, 7]
        from depth in Gen.Int[1, 40]
        from left in Gen.Float[-3, 3].Array[blocks * 8 * depth]
        from right in Gen.Float[-3, 3].Array[blocks * 8 * depth]
        select (blocks * 8, depth, left, right);

    [Fact]
    public void The_tiles_of_the_upper_triangle_equal_the_scalar_reference() => Products.Sample(sample =>
    {
        (int size, int depth, float[] left, float[] right) = sample;
        float[] sum = new float[size * size];
        Array.Fill(sum, 1);
        TileKernels.AddUpper(sum, size, left, right, depth);
        for (int row = 0; row < size; row++)
        {
            for (int column = row; column < size; column++)
            {
                Assert.Equal(
                    1 + ScalarKernels.Dot(Strided(left, row, size), Strided(right, column, size)),
                    sum[(row * size) + column],
                    1e-3);
            }
        }
    });

    [Theory, InlineData(1), InlineData(7), InlineData(128)]
    public void A_tall_tile_equals_two_wide_tiles_to_the_bit(int depth)
    {
        Random random = new(depth);
        float[] left = [.. Enumerable.Range(0, 8 * depth).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[] right = [.. Enumerable.Range(0, 20 * depth).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[] tall = [.. Enumerable.Range(0, 8 * 20).Select(_ => (float)random.NextDouble())];
        float[] wide = [.. tall];
        TileKernels.AddTall(ref tall[2], 20, ref left[0], ref left[4], 8, ref right[1], 20, depth);
        TileKernels.AddWide(ref wide[2], 20, ref left[0], 8, ref right[1], 20, depth);
        TileKernels.AddWide(ref wide[82], 20, ref left[4], 8, ref right[1], 20, depth);
        Assert.Equal(wide, tall);
    }

    [Theory, InlineData(8), InlineData(24), InlineData(64), InlineData(200)]
    public void A_large_Cholesky_solution_equals_Gaussian_elimination(int size)
    {
        Random random = new(size);
        float[] matrix = new float[size * size];
        double[,] reference = new double[size, size];
        float[] x = [.. Enumerable.Range(0, size).Select(_ => (float)random.NextDouble())];
        for (int row = 0; row < size; row++)
        {
            for (int column = row; column < size; column++)
            {
                matrix[(row * size) + column] = (float)random.NextDouble() + (row == column ? size : 0);
                reference[row, column] = reference[column, row] = matrix[(row * size) + column];
            }
        }

        double[] expected = ScalarKernels.Solve(reference, Array.ConvertAll(x, value => (double)value));
        FactorKernels.Factorise(matrix, size);
        FactorKernels.Solve(matrix, x);
        Assert.All(expected, (value, at) => Assert.Equal(value, x[at], 1e-4));
    }

    private static float[] Strided(float[] vectors, int at, int size) =>
    [.. vectors.Where((_, index) => index % size == at)];
}
