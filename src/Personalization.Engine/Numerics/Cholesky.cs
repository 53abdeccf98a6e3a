namespace Personalization.Engine.Numerics;

/// <summary>The lower triangle L of a symmetric positive definite matrix A = L L^T, in double precision: small matrices, where posteriors need the digits.</summary>
internal sealed class Cholesky
{
    private readonly double[,] _lower;
    private readonly int _size;

    /// <summary>Factorises a matrix of which the lower triangle is read.</summary>
    /// <exception cref="ArithmeticException">It is not positive definite.</exception>
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

    /// <summary>A draw of the normal distribution of a mean whose precision is A.</summary>
    public double[] Draw(ReadOnlySpan<double> mean, Random chance)
    {
        double[] x = new double[_size];
        for (int i = 0; i < _size; i++)
        {
            x[i] = NormalVariates.Next(chance);
        }

        SolveUpper(x);
        for (int i = 0; i < _size; i++)
        {
            x[i] += mean[i];
        }

        return x;
    }

    /// <summary>Solves L^T x = b in place of b.</summary>
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
