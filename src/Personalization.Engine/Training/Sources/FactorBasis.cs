using MathNet.Numerics.LinearAlgebra;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Training.Sources;

/// <summary>Rotates factor vectors into the basis in which their Gram matrix is diagonal.</summary>
/// <remarks>
/// Inner products with vectors solved afterwards do not change: the objective and its regularization are invariant
/// under rotation.
/// </remarks>
internal static class FactorBasis
{
    private const int Batch = 32;
    private const int Block = 256;

    /// <summary>Rotates vectors in place.</summary>
    /// <param name="factors">The vectors, row-major, rows x dimensions.</param>
    /// <param name="size">The number of dimensions.</param>
    /// <param name="threads">The number of threads. The result does not depend on it.</param>
    public static void Turn(float[] factors, int size, int threads)
    {
        float[] basis = Of(factors, size);
        int rows = factors.Length / size;
        _ = Parallel.For(0, (rows + Block - 1) / Block, TrainingThreads.Options(threads), block =>
        {
            Span<float> turned = new float[size];
            for (int row = block * Block; row < Math.Min(rows, (block + 1) * Block); row++)
            {
                Span<float> own = factors.AsSpan(row * size, size);
                Turn(own, basis, turned);
                turned.CopyTo(own);
            }
        });
    }

    /// <summary>Computes the basis in which the Gram matrix of the vectors is diagonal.</summary>
    public static float[] Of(ReadOnlySpan<float> factors, int size)
    {
        Matrix<double> gram = Matrix<double>.Build.Dense(size, size, Gram(factors, size));
        double[] vectors = gram.Evd(Symmetricity.Symmetric).EigenVectors.ToRowMajorArray();
        return Array.ConvertAll(vectors, value => (float)value);
    }

    /// <summary>Rotates one vector into a basis.</summary>
    public static void Turn(ReadOnlySpan<float> vector, float[] basis, Span<float> turned)
    {
        turned.Clear();
        for (int i = 0; i < vector.Length; i++)
        {
            FactorKernels.AddScaled(turned, vector[i], basis.AsSpan(i * vector.Length, vector.Length));
        }
    }

    /// <summary>Rotates one vector back.</summary>
    public static void TurnBack(ReadOnlySpan<float> turned, float[] basis, Span<float> vector)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = FactorKernels.Dot(turned, basis.AsSpan(i * turned.Length, turned.Length));
        }
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
