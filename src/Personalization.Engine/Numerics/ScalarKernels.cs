namespace Personalization.Engine.Numerics;

/// <summary>Reference implementation of <see cref="FactorKernels"/>: plain loops in double precision.</summary>
internal static class ScalarKernels
{
    /// <summary>The inner product of two vectors of equal length.</summary>
    public static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += (double)left[i] * right[i];
        }

        return sum;
    }

    /// <summary>Solves A x = b for a symmetric positive definite A, by Gaussian elimination without pivoting.</summary>
    public static double[] Solve(double[,] matrix, ReadOnlySpan<double> b)
    {
        int size = b.Length;
        double[,] left = (double[,])matrix.Clone();
        double[] x = b.ToArray();
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int row = pivot + 1; row < size; row++)
            {
                double ratio = left[row, pivot] / left[pivot, pivot];
                for (int column = pivot; column < size; column++)
                {
                    left[row, column] -= ratio * left[pivot, column];
                }

                x[row] -= ratio * x[pivot];
            }
        }

        for (int row = size - 1; row >= 0; row--)
        {
            for (int column = row + 1; column < size; column++)
            {
                x[row] -= left[row, column] * x[column];
            }

            x[row] /= left[row, row];
        }

        return x;
    }
}
