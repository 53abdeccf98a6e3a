namespace Personalization.Engine.Candidates;

/// <summary>
/// One row of the alternating least squares of Rendle, Krichene, Zhang and Koren, "Revisiting the Performance of iALS on Item
/// Recommendation Benchmarks" (2021): the vector x that makes sum c (x.y - t)^2 + alpha0 sum (x.y)^2 + lambda (n + alpha0 N) |x|^2
/// least, with t = 1 for what the row chose and 0 for what it turned away from. Training and fold-in use this same code.
/// </summary>
internal static class FactorSolver
{
    /// <summary>Solves a row into <see cref="FactorScratch.Row"/>; leaves the Cholesky factor of its equations in the scratch.</summary>
    /// <param name="factors">The other side's vectors, one after the other.</param>
    /// <param name="gram">Their Gram matrix, times the unobserved weight.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="columns">The observed columns.</param>
    /// <param name="confidences">Their confidences, negative for what was turned away from.</param>
    /// <param name="scratch">Takes the result.</param>
    public static void Solve(
        ReadOnlySpan<float> factors, ReadOnlySpan<float> gram, FactorParameters parameters, ReadOnlySpan<int> columns, ReadOnlySpan<float> confidences, FactorScratch scratch)
    {
        int size = parameters.Factors;
        float all = factors.Length / size;
        float ridge = parameters.Regularisation * (columns.Length + (parameters.UnobservedWeight * all));
        gram.CopyTo(scratch.Matrix);
        for (int i = 0; i < size; i++)
        {
            scratch.Matrix[(i * size) + i] += ridge;
        }

        Span<float> row = scratch.Row;
        row.Clear();
        for (int i = 0; i < columns.Length; i++)
        {
            ReadOnlySpan<float> y = factors.Slice(columns[i] * size, size);
            FactorKernels.AddOuter(scratch.Matrix, MathF.Abs(confidences[i]), y);
            if (confidences[i] > 0)
            {
                FactorKernels.AddScaled(row, confidences[i], y);
            }
        }

        FactorKernels.Factorise(scratch.Matrix, size);
        FactorKernels.Solve(scratch.Matrix, row);
    }

    /// <summary>The Gram matrix of vectors times the unobserved weight, both triangles; sums in a fixed order.</summary>
    public static float[] Gram(ReadOnlySpan<float> factors, FactorParameters parameters)
    {
        int size = parameters.Factors;
        float[] gram = new float[size * size];
        for (int at = 0; at < factors.Length; at += size)
        {
            FactorKernels.AddOuter(gram, parameters.UnobservedWeight, factors.Slice(at, size));
        }

        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < row; column++)
            {
                gram[(row * size) + column] = gram[(column * size) + row];
            }
        }

        return gram;
    }
}
