using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Engine.Numerics;

/// <summary>
/// Dense linear algebra of the factor model on 256-bit vectors. Lengths are multiples of <see cref="Lanes"/>. Additions
/// have a fixed order, so every machine computes the same bits. <see cref="ScalarKernels"/> is the reference
/// implementation.
/// </summary>
internal static class FactorKernels
{
    /// <summary>The number of floats in a vector register.</summary>
    public const int Lanes = 8;

    /// <summary>
    /// The number of rows of a Cholesky factor that are eliminated before the rows below are updated.
    /// </summary>
    private const int Panel = 16;

    /// <summary>The inner product of two vectors of equal length.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ReadOnlySpan<Vector256<float>> a = MemoryMarshal.Cast<float, Vector256<float>>(left);
        ReadOnlySpan<Vector256<float>> b = MemoryMarshal.Cast<float, Vector256<float>>(right)[..a.Length];
        Vector256<float> even = Vector256<float>.Zero;
        Vector256<float> odd = Vector256<float>.Zero;
        int i = 0;
        for (; i + 1 < a.Length; i += 2)
        {
            even = Vector256.FusedMultiplyAdd(a[i], b[i], even);
            odd = Vector256.FusedMultiplyAdd(a[i + 1], b[i + 1], odd);
        }

        if (i < a.Length)
        {
            even = Vector256.FusedMultiplyAdd(a[i], b[i], even);
        }

        return Vector256.Sum(even + odd);
    }

    /// <summary>Adds <paramref name="scale"/> times <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static void AddScaled(Span<float> to, float scale, ReadOnlySpan<float> from)
    {
        Span<Vector256<float>> sum = MemoryMarshal.Cast<float, Vector256<float>>(to);
        ReadOnlySpan<Vector256<float>> x = MemoryMarshal.Cast<float, Vector256<float>>(from)[..sum.Length];
        Vector256<float> factor = Vector256.Create(scale);
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = Vector256.FusedMultiplyAdd(factor, x[i], sum[i]);
        }
    }

    /// <summary>
    /// Adds <paramref name="scale"/> times x x^T to the upper triangle of a square, row-major matrix. Values below the
    /// diagonal are undefined.
    /// </summary>
    public static void AddOuter(Span<float> matrix, float scale, ReadOnlySpan<float> x)
    {
        int size = x.Length;
        for (int row = 0; row < size; row++)
        {
            int from = row & -Lanes;
            AddScaled(matrix.Slice((row * size) + from, size - from), scale * x[row], x[from..]);
        }
    }

    /// <summary>
    /// Cholesky factorization: replaces the upper triangle of a symmetric positive definite matrix A by U with U^T U =
    /// A. Values below the diagonal are undefined.
    /// </summary>
    /// <exception cref="ArithmeticException">A is not positive definite.</exception>
    public static void Factorise(Span<float> matrix, int size)
    {
        Span<float> negated = stackalloc float[Panel * size];
        for (int from = 0; from < size; from += Panel)
        {
            int to = Math.Min(size, from + Panel);
            for (int pivot = from; pivot < to; pivot++)
            {
                EliminatePanel(matrix, size, pivot, to);
            }

            Eliminate(matrix, size, from, to, negated);
        }
    }

    /// <summary>Solves U^T U x = b for U from <see cref="Factorise"/>. The solution replaces b.</summary>
    public static void Solve(ReadOnlySpan<float> matrix, Span<float> b)
    {
        int size = b.Length;
        SolveLower(matrix, b);
        for (int row = size - 1; row >= 0; row--)
        {
            ReadOnlySpan<float> upper = matrix.Slice(row * size, size);
            int aligned = Math.Min(size, (row + Lanes) & -Lanes);
            float sum = b[row] - Dot(upper[aligned..], b[aligned..]);
            for (int column = row + 1; column < aligned; column++)
            {
                sum -= upper[column] * b[column];
            }

            b[row] = sum / upper[row];
        }
    }

    /// <summary>Solves U^T x = b for U from <see cref="Factorise"/>. The solution replaces b.</summary>
    public static void SolveLower(ReadOnlySpan<float> matrix, Span<float> b)
    {
        int size = b.Length;
        for (int row = 0; row < size; row++)
        {
            ReadOnlySpan<float> upper = matrix.Slice(row * size, size);
            float x = b[row] / upper[row];
            b[row] = x;
            int aligned = Math.Min(size, (row + Lanes) & -Lanes);
            for (int column = row + 1; column < aligned; column++)
            {
                b[column] -= upper[column] * x;
            }

            AddScaled(b[aligned..], -x, upper[aligned..]);
        }
    }

    /// <summary>Computes the weighted sum of the rows of a matrix.</summary>
    /// <param name="weights">One weight per row; any number of rows.</param>
    /// <param name="rows">Row-major; each row as long as <paramref name="into"/>. Rows without a weight are
    /// ignored.</param>
    /// <param name="into">Receives the sum.</param>
    public static void Combine(ReadOnlySpan<float> weights, ReadOnlySpan<float> rows, Span<float> into)
    {
        int width = into.Length;
        ref float first = ref MemoryMarshal.GetReference(rows[..(weights.Length * width)]);
        int column = 0;
        for (; column + (5 * Lanes) < width; column += 6 * Lanes)
        {
            CombineSix(weights, ref Unsafe.Add(ref first, column), width, into[column..]);
        }

        for (; column + Lanes < width; column += 2 * Lanes)
        {
            Vector256<float> left = Vector256<float>.Zero;
            Vector256<float> right = Vector256<float>.Zero;
            nuint at = (nuint)column;
            foreach (float weight in weights)
            {
                Vector256<float> factor = Vector256.Create(weight);
                left = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref first, at), left);
                right = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref first, at + Lanes), right);
                at += (nuint)width;
            }

            left.CopyTo(into[column..]);
            right.CopyTo(into[(column + Lanes)..]);
        }

        if (column < width)
        {
            Vector256<float> last = Vector256<float>.Zero;
            nuint at = (nuint)column;
            foreach (float weight in weights)
            {
                last = Vector256.FusedMultiplyAdd(Vector256.Create(weight), Vector256.LoadUnsafe(ref first, at), last);
                at += (nuint)width;
            }

            last.CopyTo(into[column..]);
        }
    }

    // Six sums at a time hide the latency of an addition. Each sum has the same order as with fewer sums.
    private static void CombineSix(ReadOnlySpan<float> weights, ref float rows, int width, Span<float> into)
    {
        Vector256<float> a = Vector256<float>.Zero, b = Vector256<float>.Zero, c = Vector256<float>.Zero;
        Vector256<float> d = Vector256<float>.Zero, e = Vector256<float>.Zero, f = Vector256<float>.Zero;
        foreach (float weight in weights)
        {
            Vector256<float> factor = Vector256.Create(weight);
            a = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref rows), a);
            b = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref rows, Lanes), b);
            c = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref rows, 2 * Lanes), c);
            d = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref rows, 3 * Lanes), d);
            e = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref rows, 4 * Lanes), e);
            f = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref rows, 5 * Lanes), f);
            rows = ref Unsafe.Add(ref rows, width);
        }

        a.CopyTo(into);
        b.CopyTo(into[Lanes..]);
        c.CopyTo(into[(2 * Lanes)..]);
        d.CopyTo(into[(3 * Lanes)..]);
        e.CopyTo(into[(4 * Lanes)..]);
        f.CopyTo(into[(5 * Lanes)..]);
    }

    /// <summary>
    /// Solves U^T U X = B for U from <see cref="Factorise"/> and many right-hand sides. The solution replaces B.
    /// </summary>
    /// <param name="matrix">U, row-major, size x size.</param>
    /// <param name="size">The number of rows and of columns of U.</param>
    /// <param name="b">B, row-major, size x width.</param>
    /// <param name="width">The number of right-hand sides; a multiple of <see cref="Lanes"/>.</param>
    public static void SolveMany(ReadOnlySpan<float> matrix, int size, Span<float> b, int width)
    {
        Span<float> above = stackalloc float[size];
        Span<float> known = stackalloc float[width];
        for (int row = 0; row < size; row++)
        {
            for (int i = 0; i < row; i++)
            {
                above[i] = matrix[(i * size) + row];
            }

            Combine(above[..row], b, known);
            SubtractAndScale(b.Slice(row * width, width), known, matrix[(row * size) + row]);
        }

        for (int row = size - 1; row >= 0; row--)
        {
            Combine(matrix[((row * size) + row + 1)..((row + 1) * size)], b[((row + 1) * width)..], known);
            SubtractAndScale(b.Slice(row * width, width), known, matrix[(row * size) + row]);
        }
    }

    private static void SubtractAndScale(Span<float> row, ReadOnlySpan<float> known, float pivot)
    {
        TensorPrimitives.Subtract(row, known, row);
        TensorPrimitives.Multiply(row, 1 / pivot, row);
    }

    private static void EliminatePanel(Span<float> matrix, int size, int pivot, int to)
    {
        Span<float> top = matrix.Slice(pivot * size, size);
        if (!(top[pivot] > 0))
        {
            throw new ArithmeticException("The matrix is not positive definite.");
        }

        float scale = 1 / MathF.Sqrt(top[pivot]);
        TensorPrimitives.Multiply(top[pivot..], scale, top[pivot..]);
        for (int row = pivot + 1; row < to; row++)
        {
            int aligned = row & -Lanes;
            AddScaled(matrix.Slice((row * size) + aligned, size - aligned), -top[row], top[aligned..]);
        }
    }

    /// <summary>Subtracts the eliminated rows from the rows below, tile by tile.</summary>
    private static void Eliminate(Span<float> matrix, int size, int from, int to, Span<float> negated)
    {
        int depth = to - from;
        TensorPrimitives.Negate(matrix.Slice(from * size, depth * size), negated);
        for (int row = to; row < size; row += 2 * TileKernels.Rows)
        {
            int column = row;
            int lower = row + TileKernels.Rows;
            if (((size - column) & Lanes) != 0)
            {
                TileKernels.AddNarrow(
                    ref matrix[(row * size) + column],
                    size,
                    ref negated[row],
                    size,
                    ref matrix[(from * size) + column],
                    size,
                    depth);
                TileKernels.AddNarrow(
                    ref matrix[(lower * size) + column],
                    size,
                    ref negated[lower],
                    size,
                    ref matrix[(from * size) + column],
                    size,
                    depth);
                column += Lanes;
            }

            for (; column < size; column += TileKernels.Columns)
            {
                TileKernels.AddTall(
                    ref matrix[(row * size) + column],
                    size,
                    ref negated[row],
                    ref negated[lower],
                    size,
                    ref matrix[(from * size) + column],
                    size,
                    depth);
            }
        }
    }
}
