using Personalization.Engine.Candidates;

namespace Personalization.Engine.Training;

/// <summary>
/// Turns factor vectors into the basis in which their Gram matrix is a diagonal. Inner products with vectors solved afterwards are what they
/// would have been: neither the objective nor its regularisation knows a direction.
/// </summary>
internal static class FactorBasis
{
    private const int Batch = 32;
    private const int Block = 256;

    /// <summary>Turns vectors in their place.</summary>
    /// <param name="factors">The vectors, one after the other.</param>
    /// <param name="size">The length of one.</param>
    /// <param name="threads">How many threads work; the result does not depend on it.</param>
    public static void Turn(float[] factors, int size, int threads)
    {
        double[] vectors = SymmetricEigen.Vectors(Gram(factors, size), size);
        float[] basis = Array.ConvertAll(vectors, value => (float)value);
        int rows = factors.Length / size;
        _ = Parallel.For(0, (rows + Block - 1) / Block, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
        {
            Span<float> turned = new float[size];
            for (int row = block * Block; row < Math.Min(rows, (block + 1) * Block); row++)
            {
                Span<float> own = factors.AsSpan(row * size, size);
                turned.Clear();
                for (int i = 0; i < size; i++)
                {
                    FactorKernels.AddScaled(turned, own[i], basis.AsSpan(i * size, size));
                }

                turned.CopyTo(own);
            }
        });
    }

    private static double[] Gram(ReadOnlySpan<float> factors, int size)
    {
        double[] gram = new double[size * size];
        float[] sums = new float[size * size];
        for (int at = 0; at < factors.Length; at += size * Batch * Block)
        {
            ReadOnlySpan<float> part = factors.Slice(at, Math.Min(size * Batch * Block, factors.Length - at));
            Array.Clear(sums);
            for (int from = 0; from < part.Length; from += size * Batch)
            {
                ReadOnlySpan<float> batch = part.Slice(from, Math.Min(size * Batch, part.Length - from));
                TileKernels.AddUpper(sums, size, batch, batch, batch.Length / size);
            }

            for (int row = 0; row < size; row++)
            {
                for (int column = row; column < size; column++)
                {
                    gram[(row * size) + column] += sums[(row * size) + column];
                    gram[(column * size) + row] = gram[(row * size) + column];
                }
            }
        }

        return gram;
    }
}
