using System.Runtime.CompilerServices;

namespace Personalization.Engine.Numerics;

/// <summary>
/// Inverts a large symmetric positive definite matrix in place by the sweep operator (Goodnight 1979). Deterministic
/// for any number of threads.
/// </summary>
/// <remarks>
/// Sweeps one block of rows at a time, so nearly all the work is a matrix product over the upper triangle: about n^3 /
/// 2 multiplications.
/// </remarks>
internal static class SymmetricInverse
{
    /// <summary>The size of the matrix must be a multiple of this value.</summary>
    public const int Block = 128;

    private const int RowsAtOnce = 64;

    /// <summary>Returns the size after padding. Set the added diagonal to 1.</summary>
    public static int Padded(int size) => (size + Block - 1) / Block * Block;

    /// <summary>Inverts a matrix.</summary>
    /// <param name="matrix">Row-major, size x size. Only the upper triangle is read; both triangles receive the
    /// inverse.</param>
    /// <param name="size">A multiple of <see cref="Block"/>.</param>
    /// <param name="threads">The number of threads, at least 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public static void Invert(Memory<float> matrix, int size, int threads, CancellationToken cancellationToken)
    {
        float[] panel = new float[Block * size];
        float[] right = new float[Block * size];
        float[] left = new float[Block * size];
        ParallelOptions parallel = TrainingThreads.Options(threads, cancellationToken);
        for (int from = 0; from < size; from += Block)
        {
            int pivot = from;
            ReadPanel(matrix.Span, size, pivot, panel);
            float[] inverse = InvertPivot(panel, size, pivot);
            _ = Parallel.For(
                0, size / TileKernels.Columns, parallel, tile => Pack(panel, size, inverse, tile, left, right));
            _ = Parallel.For(
                0,
                size / RowsAtOnce,
                parallel,
                rows => Update(matrix.Span, size, pivot, rows * RowsAtOnce, left, right));
            WritePanel(matrix.Span, size, pivot, inverse, right);
        }

        Finish(matrix.Span, size);
    }

    private static void ReadPanel(Span<float> matrix, int size, int pivot, float[] panel)
    {
        for (int k = 0; k < Block; k++)
        {
            int own = pivot + k;
            Span<float> row = panel.AsSpan(k * size, size);
            matrix.Slice((own * size) + own, size - own).CopyTo(row[own..]);
            for (int i = 0; i < own; i++)
            {
                row[i] = matrix[(i * size) + own];
            }
        }
    }

    /// <summary>Inverts the pivot block by the sweep operator in double precision.</summary>
    private static float[] InvertPivot(float[] panel, int size, int pivot)
    {
        double[] a = new double[Block * Block];
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = panel[(i / Block * size) + pivot + (i % Block)];
        }

        for (int k = 0; k < Block; k++)
        {
            double top = a[(k * Block) + k];
            if (!(top > 0))
            {
                throw new ArithmeticException("The matrix is not positive definite.");
            }

            for (int i = 0; i < Block; i++)
            {
                double share = a[(i * Block) + k] / top;
                for (int j = 0; i != k && j < Block; j++)
                {
                    a[(i * Block) + j] -= j == k ? 0 : share * a[(k * Block) + j];
                }
            }

            for (int i = 0; i < Block; i++)
            {
                a[(i * Block) + k] /= i == k ? 1 : top;
                a[(k * Block) + i] /= i == k ? 1 : top;
            }

            a[(k * Block) + k] = -1 / top;
        }

        return Array.ConvertAll(a, value => (float)-value);
    }

    /// <summary>
    /// Packs both factors of the update for one tile: left is the negated panel, right is the inverse of the pivot
    /// block times the panel.
    /// </summary>
    private static void Pack(float[] panel, int size, float[] inverse, int tile, float[] left, float[] right)
    {
        int column = tile * TileKernels.Columns;
        int target = tile * TileKernels.Columns * Block;
        right.AsSpan(target, TileKernels.Columns * Block).Clear();
        for (int k = 0; k < Block; k += TileKernels.Rows)
        {
            TileKernels.AddWide(
                ref right[target + (k * TileKernels.Columns)],
                TileKernels.Columns,
                ref inverse[k],
                Block,
                ref panel[column],
                size,
                Block);
        }

        for (int part = 0; part < TileKernels.Columns; part += TileKernels.Rows)
        {
            for (int k = 0; k < Block; k++)
            {
                for (int i = 0; i < TileKernels.Rows; i++)
                {
                    int from = (k * size) + column + part + i;
                    left[((column + part) * Block) + (k * TileKernels.Rows) + i] = -panel[from];
                }
            }
        }
    }

    private static void Update(Span<float> matrix, int size, int pivot, int firstRow, float[] left, float[] right)
    {
        if (firstRow >= pivot && firstRow < pivot + Block)
        {
            return;
        }

        ref float cells = ref matrix[0];
        for (int column = firstRow; column < size; column += TileKernels.Columns)
        {
            if (column >= pivot && column < pivot + Block)
            {
                continue;
            }

            for (int row = firstRow;
                 row < Math.Min(firstRow + RowsAtOnce, column + TileKernels.Columns);
                 row += 2 * TileKernels.Rows)
            {
                TileKernels.AddTall(
                    ref Unsafe.Add(ref cells, ((nint)row * size) + column),
                    size,
                    ref left[row * Block],
                    ref left[(row + TileKernels.Rows) * Block],
                    TileKernels.Rows,
                    ref right[column * Block], TileKernels.Columns, Block);
            }
        }
    }

    private static void WritePanel(Span<float> matrix, int size, int pivot, float[] inverse, float[] right)
    {
        for (int k = 0; k < Block; k++)
        {
            int own = pivot + k;
            for (int column = 0; column < size; column++)
            {
                float value = right[(column / TileKernels.Columns * TileKernels.Columns * Block)
                    + (k * TileKernels.Columns)
                    + (column % TileKernels.Columns)];
                if (column < pivot)
                {
                    matrix[(column * size) + own] = value;
                }
                else if (column >= pivot + Block)
                {
                    matrix[(own * size) + column] = value;
                }
                else
                {
                    matrix[(own * size) + column] = -inverse[(k * Block) + column - pivot];
                }
            }
        }
    }

    private static void Finish(Span<float> matrix, int size)
    {
        for (int row = 0; row < size; row++)
        {
            for (int column = row; column < size; column++)
            {
                matrix[(row * size) + column] = matrix[(column * size) + row] = -matrix[(row * size) + column];
            }
        }
    }
}
