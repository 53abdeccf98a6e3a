namespace Personalization.Engine.Numerics;

/// <summary>
/// The Cholesky factor L of a small symmetric positive definite matrix A = L L^T, in double precision.
/// </summary>
/// <remarks>Double precision, because posterior variances lose too many digits in single precision.</remarks>
internal sealed class Cholesky
{
    private readonly double[,] _lower;
    private readonly int _size;

    /// <summary>Factorizes a square matrix. Only the lower triangle is read.</summary>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public Cholesky(double[,] matrix)
    {
        _size = matrix.GetLength(0);
        _lower = new double[_size, _size];
        for (int row = 0; row < _size; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double sum = matrix[row, column];
                for (int k = 0; k < column; k++)
                {
                    sum -= _lower[row, k] * _lower[column, k];
                }

                _lower[row, column] = row != column ? sum / _lower[column, column]
                    : sum > 0 ? Math.Sqrt(sum)
                    : throw new ArithmeticException("The matrix is not positive definite.");
            }
        }
    }

    /// <summary>Solves A x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        double[] x = b.ToArray();
        for (int row = 0; row < _size; row++)
        {
            for (int k = 0; k < row; k++)
            {
                x[row] -= _lower[row, k] * x[k];
            }

            x[row] /= _lower[row, row];
        }

        SolveUpper(x);
        return x;
    }

    /// <summary>Draws from the normal distribution with this mean and precision matrix A.</summary>
    public double[] Draw(ReadOnlySpan<double> mean, Random random)
    {
        double[] x = new double[_size];
        for (int i = 0; i < _size; i++)
        {
            x[i] = NormalVariates.Next(random);
        }

        SolveUpper(x);
        for (int i = 0; i < _size; i++)
        {
            x[i] += mean[i];
        }

        return x;
    }

    /// <summary>Solves L^T x = b. The solution replaces b.</summary>
    private void SolveUpper(double[] x)
    {
        for (int row = _size - 1; row >= 0; row--)
        {
            for (int k = row + 1; k < _size; k++)
            {
                x[row] -= _lower[k, row] * x[k];
            }

            x[row] /= _lower[row, row];
        }
    }
}
