using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.Engine.Numerics;

/// <summary>
/// Matrix products in tiles whose sums stay in registers. Additions have a fixed order, so every machine and every
/// number of threads computes the same bits. <see cref="ScalarKernels"/> is the reference implementation.
/// </summary>
/// <remarks>The training of the factor model and of the linear model spends most of its time here.</remarks>
internal static class TileKernels
{
    /// <summary>The number of rows of a tile.</summary>
    public const int Rows = 4;

    /// <summary>The number of columns of a wide tile. A narrow tile has half as many.</summary>
    public const int Columns = 16;

    /// <summary>Adds the sum over k of left[k][row] x right[k][column] to a tile of 4 x 16.</summary>
    /// <param name="sum">The first cell of the tile.</param>
    /// <param name="sumStride">The distance between rows of the tile, in floats.</param>
    /// <param name="left">The first left factor.</param>
    /// <param name="leftStride">The distance between two k, in floats.</param>
    /// <param name="right">The first right factor.</param>
    /// <param name="rightStride">The distance between two k, in floats.</param>
    /// <param name="depth">The number of k.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWide(
        ref float sum, int sumStride, ref float left, int leftStride, ref float right, int rightStride, int depth)
    {
        nint leftStep = leftStride;
        nint rightStep = rightStride;
        ref float row1 = ref Unsafe.Add(ref sum, sumStride);
        ref float row2 = ref Unsafe.Add(ref row1, sumStride);
        ref float row3 = ref Unsafe.Add(ref row2, sumStride);
        Vector256<float> s00 = Vector256.LoadUnsafe(ref sum), s01 = Vector256.LoadUnsafe(ref sum, 8);
        Vector256<float> s10 = Vector256.LoadUnsafe(ref row1), s11 = Vector256.LoadUnsafe(ref row1, 8);
        Vector256<float> s20 = Vector256.LoadUnsafe(ref row2), s21 = Vector256.LoadUnsafe(ref row2, 8);
        Vector256<float> s30 = Vector256.LoadUnsafe(ref row3), s31 = Vector256.LoadUnsafe(ref row3, 8);
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref right), y = Vector256.LoadUnsafe(ref right, 8);
            Vector256<float> a = Vector256.Create(left);
            s00 = Vector256.FusedMultiplyAdd(a, x, s00);
            s01 = Vector256.FusedMultiplyAdd(a, y, s01);
            a = Vector256.Create(Unsafe.Add(ref left, 1));
            s10 = Vector256.FusedMultiplyAdd(a, x, s10);
            s11 = Vector256.FusedMultiplyAdd(a, y, s11);
            a = Vector256.Create(Unsafe.Add(ref left, 2));
            s20 = Vector256.FusedMultiplyAdd(a, x, s20);
            s21 = Vector256.FusedMultiplyAdd(a, y, s21);
            a = Vector256.Create(Unsafe.Add(ref left, 3));
            s30 = Vector256.FusedMultiplyAdd(a, x, s30);
            s31 = Vector256.FusedMultiplyAdd(a, y, s31);
            left = ref Unsafe.Add(ref left, leftStep);
            right = ref Unsafe.Add(ref right, rightStep);
        }

        s00.StoreUnsafe(ref sum);
        s01.StoreUnsafe(ref sum, 8);
        s10.StoreUnsafe(ref row1);
        s11.StoreUnsafe(ref row1, 8);
        s20.StoreUnsafe(ref row2);
        s21.StoreUnsafe(ref row2, 8);
        s30.StoreUnsafe(ref row3);
        s31.StoreUnsafe(ref row3, 8);
    }

    /// <summary>
    /// Does the same as <see cref="AddWide"/> for a tile of 8 x 16. Uses 512-bit vectors where the machine has them.
    /// </summary>
    /// <param name="sum">The first cell of the tile.</param>
    /// <param name="sumStride">The distance between rows of the tile, in floats.</param>
    /// <param name="left">The first left factor of the upper four rows.</param>
    /// <param name="lower">The first left factor of the lower four rows.</param>
    /// <param name="leftStride">The distance between two k, in floats.</param>
    /// <param name="right">The first right factor.</param>
    /// <param name="rightStride">The distance between two k, in floats.</param>
    /// <param name="depth">The number of k.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTall(
        ref float sum,
        int sumStride,
        ref float left,
        ref float lower,
        int leftStride,
        ref float right,
        int rightStride,
        int depth)
    {
        ref float middle = ref Unsafe.Add(ref sum, Rows * sumStride);
        if (!Vector512.IsHardwareAccelerated)
        {
            AddWide(ref sum, sumStride, ref left, leftStride, ref right, rightStride, depth);
            AddWide(ref middle, sumStride, ref lower, leftStride, ref right, rightStride, depth);
            return;
        }

        nint leftStep = leftStride;
        nint rightStep = rightStride;
        Vector512<float> s0 = Vector512.LoadUnsafe(ref sum);
        Vector512<float> s1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref sum, sumStride));
        Vector512<float> s2 = Vector512.LoadUnsafe(ref Unsafe.Add(ref sum, 2 * sumStride));
        Vector512<float> s3 = Vector512.LoadUnsafe(ref Unsafe.Add(ref sum, 3 * sumStride));
        Vector512<float> s4 = Vector512.LoadUnsafe(ref middle);
        Vector512<float> s5 = Vector512.LoadUnsafe(ref Unsafe.Add(ref middle, sumStride));
        Vector512<float> s6 = Vector512.LoadUnsafe(ref Unsafe.Add(ref middle, 2 * sumStride));
        Vector512<float> s7 = Vector512.LoadUnsafe(ref Unsafe.Add(ref middle, 3 * sumStride));
        for (int k = 0; k < depth; k++)
        {
            Vector512<float> x = Vector512.LoadUnsafe(ref right);
            s0 = Vector512.FusedMultiplyAdd(Vector512.Create(left), x, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 1)), x, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 2)), x, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 3)), x, s3);
            s4 = Vector512.FusedMultiplyAdd(Vector512.Create(lower), x, s4);
            s5 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref lower, 1)), x, s5);
            s6 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref lower, 2)), x, s6);
            s7 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref lower, 3)), x, s7);
            left = ref Unsafe.Add(ref left, leftStep);
            lower = ref Unsafe.Add(ref lower, leftStep);
            right = ref Unsafe.Add(ref right, rightStep);
        }

        s0.StoreUnsafe(ref sum);
        s1.StoreUnsafe(ref Unsafe.Add(ref sum, sumStride));
        s2.StoreUnsafe(ref Unsafe.Add(ref sum, 2 * sumStride));
        s3.StoreUnsafe(ref Unsafe.Add(ref sum, 3 * sumStride));
        s4.StoreUnsafe(ref middle);
        s5.StoreUnsafe(ref Unsafe.Add(ref middle, sumStride));
        s6.StoreUnsafe(ref Unsafe.Add(ref middle, 2 * sumStride));
        s7.StoreUnsafe(ref Unsafe.Add(ref middle, 3 * sumStride));
    }

    /// <summary>Does the same as <see cref="AddWide"/> for a tile of 4 x 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddNarrow(
        ref float sum, int sumStride, ref float left, int leftStride, ref float right, int rightStride, int depth)
    {
        nint leftStep = leftStride;
        nint rightStep = rightStride;
        ref float row1 = ref Unsafe.Add(ref sum, sumStride);
        ref float row2 = ref Unsafe.Add(ref row1, sumStride);
        ref float row3 = ref Unsafe.Add(ref row2, sumStride);
        Vector256<float> s0 = Vector256.LoadUnsafe(ref sum), s1 = Vector256.LoadUnsafe(ref row1);
        Vector256<float> s2 = Vector256.LoadUnsafe(ref row2), s3 = Vector256.LoadUnsafe(ref row3);
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref right);
            s0 = Vector256.FusedMultiplyAdd(Vector256.Create(left), x, s0);
            s1 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref left, 1)), x, s1);
            s2 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref left, 2)), x, s2);
            s3 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref left, 3)), x, s3);
            left = ref Unsafe.Add(ref left, leftStep);
            right = ref Unsafe.Add(ref right, rightStep);
        }

        s0.StoreUnsafe(ref sum);
        s1.StoreUnsafe(ref row1);
        s2.StoreUnsafe(ref row2);
        s3.StoreUnsafe(ref row3);
    }

    /// <summary>
    /// Adds the sum over k of left[k] right[k]^T to the upper triangle of a square matrix. Values below the diagonal
    /// are undefined.
    /// </summary>
    /// <param name="matrix">Row-major, size x size.</param>
    /// <param name="size">The number of rows; a multiple of 8.</param>
    /// <param name="left">Row-major, depth x size.</param>
    /// <param name="right">Row-major, depth x size.</param>
    /// <param name="depth">The number of k, at least 0.</param>
    public static void AddUpper(
        Span<float> matrix, int size, ReadOnlySpan<float> left, ReadOnlySpan<float> right, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(matrix.Length, size * size);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(left.Length, right.Length), depth * size);
        if (depth == 0)
        {
            return;
        }

        ref float a = ref Unsafe.AsRef(in left[0]);
        ref float b = ref Unsafe.AsRef(in right[0]);
        for (int row = 0; row < size; row += 2 * Rows)
        {
            int column = row;
            if (((size - column) & 8) != 0)
            {
                AddNarrow(
                    ref matrix[(row * size) + column],
                    size,
                    ref Unsafe.Add(ref a, row),
                    size,
                    ref Unsafe.Add(ref b, column),
                    size,
                    depth);
                AddNarrow(
                    ref matrix[((row + Rows) * size) + column],
                    size,
                    ref Unsafe.Add(ref a, row + Rows),
                    size,
                    ref Unsafe.Add(ref b, column),
                    size,
                    depth);
                column += 8;
            }

            for (; column < size; column += Columns)
            {
                AddTall(
                    ref matrix[(row * size) + column],
                    size,
                    ref Unsafe.Add(ref a, row),
                    ref Unsafe.Add(ref a, row + Rows),
                    size,
                    ref Unsafe.Add(ref b, column),
                    size,
                    depth);
            }
        }
    }
}
