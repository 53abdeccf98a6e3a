using System.Numerics.Tensors;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Solves one row of the alternating least squares of Rendle, Krichene, Zhang and Koren, "Revisiting the Performance of
/// iALS on Item Recommendation Benchmarks" (2021): minimizes sum c (x.y - t)^2 + alpha0 sum (x.y)^2 + lambda (n +
/// alpha0 N) |x|^2, with t = 1 for a chosen item and t = 0 for a disliked item.
/// </summary>
/// <remarks>
/// Training and serving share this code. The vectors y of the other side are in a basis in which their Gram matrix is
/// diagonal. A row with fewer observations than factors is solved in dual form, with one unknown per observation.
/// </remarks>
internal static class FactorSolver
{
    /// <summary>The number of observed columns added to the equations at once.</summary>
    public const int BatchSize = 32;

    private const float LeastConfidence = 1e-6f;

    /// <summary>
    /// Solves a row into <see cref="FactorScratch.Row"/>. Leaves the Cholesky factor of the equations in
    /// <see cref="FactorScratch.Matrix"/>.
    /// </summary>
    /// <param name="factors">The vectors of the other side.</param>
    /// <param name="spectrum">The diagonal of their Gram matrix, times the unobserved weight.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="columns">The observed columns.</param>
    /// <param name="confidences">The confidences of the columns; negative for disliked items.</param>
    /// <param name="scratch">Receives the solution.</param>
    /// <param name="prior">The solution without observations; empty for the origin. The unobserved pairs and their
    /// share of the regularization pull to the prior instead of the origin. The prior therefore counts less, the more
    /// observations the row has.</param>
    public static void Solve(
        FactorRows factors,
        ReadOnlySpan<float> spectrum,
        FactorParameters parameters,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<float> confidences,
        FactorScratch scratch,
        ReadOnlySpan<float> prior = default)
    {
        scratch.Source = null;
        scratch.Width = 0;
        float all = factors.Count;
        float own = parameters.Regularisation * columns.Length;
        float ridge = parameters.Regularisation * (columns.Length + (parameters.UnobservedWeight * all));
        for (int i = 0; i < spectrum.Length; i++)
        {
            scratch.Roots[i] = 1 / MathF.Sqrt(spectrum[i] + ridge);
        }

        prior = Shrunk(prior, own, scratch);

        scratch.IsDual = columns.Length < parameters.Factors;
        if (columns.IsEmpty)
        {
            Array.Clear(scratch.Row);
        }
        else if (scratch.IsDual)
        {
            SolveDual(factors, columns, confidences, scratch, prior);
        }
        else
        {
            SolvePrimal(factors, columns, confidences, scratch, prior);
        }

        if (!prior.IsEmpty)
        {
            TensorPrimitives.Add(scratch.Row, prior, scratch.Row);
        }
    }

    /// <summary>
    /// Computes A^-1 y for observed vectors y into <see cref="FactorScratch.Influence"/>, with the equations A of the
    /// row, and 1 - c y A^-1 y into <see cref="FactorScratch.Slack"/>.
    /// </summary>
    /// <remarks>Solves all vectors at once: solving them one by one took a third of the time of a list.</remarks>
    /// <param name="factors">The vectors of the other side.</param>
    /// <param name="places">The positions of the vectors among the observed columns of the last solution; their
    /// confidences are above 0.</param>
    /// <param name="scratch">The scratch memory after <see cref="Solve"/>.</param>
    /// <returns>The row width of the result in floats: the number of places, rounded up to a multiple of
    /// <see cref="FactorKernels.Lanes"/>.</returns>
    public static int Influences(FactorRows factors, ReadOnlySpan<int> places, FactorScratch scratch)
    {
        int width = (places.Length + FactorKernels.Lanes - 1) & -FactorKernels.Lanes;
        Span<float> into = scratch.Influence.AsSpan(0, scratch.Row.Length * width);
        if (scratch.IsDual)
        {
            InfluencesDual(places, scratch, into, width);
        }
        else
        {
            InfluencesPrimal(factors, places, scratch, into, width);
        }

        return width;
    }

    /// <summary>
    /// Computes the diagonal of the Gram matrix of vectors, times the unobserved weight. Sums have a fixed order.
    /// </summary>
    public static float[] Spectrum(ReadOnlySpan<float> factors, FactorParameters parameters)
    {
        float[] sums = new float[parameters.Factors];
        for (int at = 0; at < factors.Length; at += sums.Length)
        {
            TensorPrimitives.MultiplyAdd(factors.Slice(at, sums.Length), factors.Slice(at, sums.Length), sums, sums);
        }

        TensorPrimitives.Multiply(sums, parameters.UnobservedWeight, sums);
        return sums;
    }

    private static void SolvePrimal(
        FactorRows factors,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<float> confidences,
        FactorScratch scratch,
        ReadOnlySpan<float> prior)
    {
        Span<float> row = scratch.Row;
        int size = row.Length;
        row.Clear();
        Array.Clear(scratch.Matrix);
        for (int i = 0; i < size; i++)
        {
            scratch.Matrix[(i * size) + i] = 1 / (scratch.Roots[i] * scratch.Roots[i]);
        }

        for (int from = 0; from < columns.Length; from += BatchSize)
        {
            int count = Math.Min(BatchSize, columns.Length - from);
            Gather(factors, columns.Slice(from, count), confidences.Slice(from, count), scratch);
            TileKernels.AddUpper(scratch.Matrix, size, scratch.Weighted, scratch.Batch, count);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> y = scratch.Batch.AsSpan(i * size, size);
                float target = Target(confidences[from + i], y, prior);
                if (target != 0)
                {
                    FactorKernels.AddScaled(row, MathF.Abs(confidences[from + i]) * target, y);
                }
            }
        }

        scratch.Unknowns = size;
        FactorKernels.Factorise(scratch.Matrix, size);
        FactorKernels.Solve(scratch.Matrix, row);
    }

    /// <summary>
    /// With the diagonal part D, the observed vectors Y and the confidences C: x = D^-1 Y^T z, where (C^-1 + Y D^-1
    /// Y^T) z = t.
    /// </summary>
    private static void SolveDual(
        FactorRows factors,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<float> confidences,
        FactorScratch scratch,
        ReadOnlySpan<float> prior)
    {
        int size = scratch.Row.Length;
        int unknowns = (columns.Length + FactorKernels.Lanes - 1) & -FactorKernels.Lanes;
        scratch.Unknowns = unknowns;
        Span<float> observed = scratch.Observed.AsSpan(0, size * unknowns);
        Span<float> system = scratch.Matrix.AsSpan(0, unknowns * unknowns);
        Span<float> dual = scratch.Dual.AsSpan(0, unknowns);
        observed.Clear();
        system.Clear();
        dual.Clear();
        for (int i = 0; i < unknowns; i++)
        {
            system[(i * unknowns) + i] = i < columns.Length
                ? 1 / MathF.Max(LeastConfidence, MathF.Abs(confidences[i]))
                : 1;
        }

        for (int i = 0; i < columns.Length; i++)
        {
            ReadOnlySpan<float> y = factors[columns[i]];
            dual[i] = Target(confidences[i], y, prior);
            for (int k = 0; k < y.Length; k++)
            {
                observed[(k * unknowns) + i] = y[k] * scratch.Roots[k];
            }
        }

        TileKernels.AddUpper(system, unknowns, observed, observed, size);
        FactorKernels.Factorise(system, unknowns);
        FactorKernels.Solve(system, dual);
        for (int k = 0; k < size; k++)
        {
            scratch.Row[k] = scratch.Roots[k] * FactorKernels.Dot(observed.Slice(k * unknowns, unknowns), dual);
        }
    }

    private static void InfluencesPrimal(
        FactorRows factors, ReadOnlySpan<int> places, FactorScratch scratch, Span<float> into, int width)
    {
        into.Clear();
        for (int j = 0; j < places.Length; j++)
        {
            ReadOnlySpan<float> y = factors[scratch.Columns[places[j]]];
            for (int k = 0; k < y.Length; k++)
            {
                into[(k * width) + j] = y[k];
            }
        }

        FactorKernels.SolveMany(scratch.Matrix, scratch.Row.Length, into, width);
        for (int j = 0; j < places.Length; j++)
        {
            ReadOnlySpan<float> y = factors[scratch.Columns[places[j]]];
            float own = 0;
            for (int k = 0; k < y.Length; k++)
            {
                own += y[k] * into[(k * width) + j];
            }

            scratch.Slack[j] = 1 - (scratch.Confidences[places[j]] * own);
        }
    }

    /// <summary>
    /// With M = C^-1 + Y D^-1 Y^T as in <see cref="SolveDual"/>: A^-1 y = D^-1 Y^T M^-1 e / c, with the unit vector e
    /// at the position of y.
    /// </summary>
    private static void InfluencesDual(ReadOnlySpan<int> places, FactorScratch scratch, Span<float> into, int width)
    {
        int unknowns = scratch.Unknowns;
        Span<float> duals = scratch.Duals.AsSpan(0, unknowns * width);
        duals.Clear();
        for (int j = 0; j < places.Length; j++)
        {
            duals[(places[j] * width) + j] = 1 / scratch.Confidences[places[j]];
        }

        FactorKernels.SolveMany(scratch.Matrix, unknowns, duals, width);
        for (int j = 0; j < places.Length; j++)
        {
            // Y D^-1 Y^T = M - C^-1, so c y A^-1 y = 1 - (M^-1 / c) at the position of y
            scratch.Slack[j] = duals[(places[j] * width) + j];
        }

        for (int k = 0; k < scratch.Row.Length; k++)
        {
            Span<float> row = into.Slice(k * width, width);
            FactorKernels.Combine(scratch.Observed.AsSpan(k * unknowns, unknowns), duals, row);
            TensorPrimitives.Multiply(row, scratch.Roots[k], row);
        }
    }

    /// <summary>
    /// Shrinks the prior p by the regularization of the observations, which pulls to the origin. With the diagonal part
    /// D and the share o of the observations: p' = D^-1 (D - o) p. Then x = p' + d solves the equations of the row if d
    /// solves them for the residuals of p'.
    /// </summary>
    private static ReadOnlySpan<float> Shrunk(ReadOnlySpan<float> prior, float own, FactorScratch scratch)
    {
        for (int i = 0; i < prior.Length; i++)
        {
            scratch.Prior[i] = prior[i] * (1 - (own * scratch.Roots[i] * scratch.Roots[i]));
        }

        return scratch.Prior.AsSpan(0, prior.Length);
    }

    /// <summary>The target of an observation minus the score that the prior already gives.</summary>
    private static float Target(float confidence, ReadOnlySpan<float> y, ReadOnlySpan<float> prior) =>
        (confidence > 0 ? 1 : 0) - (prior.IsEmpty ? 0 : FactorKernels.Dot(y, prior));

    private static void Gather(
        FactorRows factors, ReadOnlySpan<int> columns, ReadOnlySpan<float> confidences, FactorScratch scratch)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            ReadOnlySpan<float> y = factors[columns[i]];
            y.CopyTo(scratch.Batch.AsSpan(i * y.Length));
            TensorPrimitives.Multiply(y, MathF.Abs(confidences[i]), scratch.Weighted.AsSpan(i * y.Length));
        }
    }
}
