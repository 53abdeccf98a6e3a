using System.Numerics.Tensors;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// One row of the alternating least squares of Rendle, Krichene, Zhang and Koren, "Revisiting the Performance of iALS on Item
/// Recommendation Benchmarks" (2021): the vector x that makes sum c (x.y - t)^2 + alpha0 sum (x.y)^2 + lambda (n + alpha0 N) |x|^2
/// least, with t = 1 for what the row chose and 0 for what it turned away from. Training and fold-in use this same code. The other
/// side's vectors y stand in the basis in which their Gram matrix is a diagonal, so a row with fewer observations than factors is
/// solved in the dual form: as many unknowns as observations.
/// </summary>
internal static class FactorSolver
{
    /// <summary>How many observed columns are added to the equations at once.</summary>
    public const int BatchSize = 32;

    private const float LeastConfidence = 1e-6f;

    /// <summary>Solves a row into <see cref="FactorScratch.Row"/>; leaves the Cholesky factor of its equations in the scratch.</summary>
    /// <param name="factors">The other side's vectors.</param>
    /// <param name="spectrum">The diagonal of their Gram matrix, times the unobserved weight.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="columns">The observed columns.</param>
    /// <param name="confidences">Their confidences, negative for what was turned away from.</param>
    /// <param name="scratch">Takes the result.</param>
    /// <param name="prior">Where the row would be without any observation; empty for the origin. What the unobserved pairs hold near the origin is then held near the prior
    /// instead; what grows with the observations is not: the more of them, the less the prior counts.</param>
    public static void Solve(
        FactorRows factors, ReadOnlySpan<float> spectrum, FactorParameters parameters, ReadOnlySpan<int> columns, ReadOnlySpan<float> confidences, FactorScratch scratch,
        ReadOnlySpan<float> prior = default)
    {
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

    /// <summary>How the row moves with observed vectors: the inverse of the row's equations times each of them, into <see cref="FactorScratch.Influence"/>, and into
    /// <see cref="FactorScratch.Slack"/> how much of each the row does not explain by itself. All at once: one after the other they took a third of the time of a list.</summary>
    /// <param name="factors">The other side's vectors.</param>
    /// <param name="places">The vectors' places among the observed columns solved last; of confidences above 0.</param>
    /// <param name="scratch">As <see cref="Solve"/> left it.</param>
    /// <returns>How many floats a row of the result has: as many as places and what is missing to a multiple of <see cref="FactorKernels.Lanes"/>.</returns>
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

    /// <summary>The diagonal of the Gram matrix of vectors, times the unobserved weight; sums in a fixed order.</summary>
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

    private static void SolvePrimal(FactorRows factors, ReadOnlySpan<int> columns, ReadOnlySpan<float> confidences, FactorScratch scratch, ReadOnlySpan<float> prior)
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

    /// <summary>With D the fixed part and Y the observed vectors, x = D^-1 Y^T z where (C^-1 + Y D^-1 Y^T) z = t.</summary>
    private static void SolveDual(FactorRows factors, ReadOnlySpan<int> columns, ReadOnlySpan<float> confidences, FactorScratch scratch, ReadOnlySpan<float> prior)
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
            system[(i * unknowns) + i] = i < columns.Length ? 1 / MathF.Max(LeastConfidence, MathF.Abs(confidences[i])) : 1;
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

    private static void InfluencesPrimal(FactorRows factors, ReadOnlySpan<int> places, FactorScratch scratch, Span<float> into, int width)
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

    /// <summary>With M = C^-1 + Y D^-1 Y^T as in <see cref="SolveDual"/>, A^-1 y = D^-1 Y^T M^-1 e / c for the unit vector e at y's place.</summary>
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
            scratch.Slack[j] = duals[(places[j] * width) + j]; // M's own part of the product is C^-1: c y A^-1 y = 1 - (M^-1 / c) at y's place
        }

        for (int k = 0; k < scratch.Row.Length; k++)
        {
            Span<float> row = into.Slice(k * width, width);
            FactorKernels.Combine(scratch.Observed.AsSpan(k * unknowns, unknowns), duals, row);
            TensorPrimitives.Multiply(row, scratch.Roots[k], row);
        }
    }

    /// <summary>The prior after the regularisation of the observations, which pulls to the origin: with D the equations' fixed part and D - o what of it holds near the prior p,
    /// x = p' + d solves the row's equations when d solves them for what p' = D^-1 (D - o) p leaves over.</summary>
    private static ReadOnlySpan<float> Shrunk(ReadOnlySpan<float> prior, float own, FactorScratch scratch)
    {
        for (int i = 0; i < prior.Length; i++)
        {
            scratch.Prior[i] = prior[i] * (1 - (own * scratch.Roots[i] * scratch.Roots[i]));
        }

        return scratch.Prior.AsSpan(0, prior.Length);
    }

    /// <summary>What an observation asks of the row, less what the prior gives already.</summary>
    private static float Target(float confidence, ReadOnlySpan<float> y, ReadOnlySpan<float> prior) =>
        (confidence > 0 ? 1 : 0) - (prior.IsEmpty ? 0 : FactorKernels.Dot(y, prior));

    private static void Gather(FactorRows factors, ReadOnlySpan<int> columns, ReadOnlySpan<float> confidences, FactorScratch scratch)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            ReadOnlySpan<float> y = factors[columns[i]];
            y.CopyTo(scratch.Batch.AsSpan(i * y.Length));
            TensorPrimitives.Multiply(y, MathF.Abs(confidences[i]), scratch.Weighted.AsSpan(i * y.Length));
        }
    }
}
