namespace Personalization.Engine.Numerics;

/// <summary>
/// Eigenvectors of a small symmetric matrix by Jacobi rotations, in double precision and in a fixed order.
/// </summary>
internal static class SymmetricEigen
{
    private const int MaxSweeps = 30;
    private const double Negligible = 1e-18;

    /// <summary>Computes the eigenvectors.</summary>
    /// <param name="matrix">The matrix, row-major, size x size, both triangles. Its content is destroyed.</param>
    /// <param name="size">The number of rows, at least 0.</param>
    /// <returns>The eigenvectors as the columns of a row-major matrix, size x size.</returns>
    public static double[] Vectors(double[] matrix, int size)
    {
        double[] vectors = new double[size * size]; // one vector per row; transposed at the end
        for (int i = 0; i < size; i++)
        {
            vectors[(i * size) + i] = 1;
        }

        for (int sweep = 0; sweep < MaxSweeps && Sweep(matrix, vectors, size); sweep++)
        {
        }

        double[] columns = new double[vectors.Length];
        for (int i = 0; i < vectors.Length; i++)
        {
            columns[(i % size * size) + (i / size)] = vectors[i];
        }

        return columns;
    }

    private static bool Sweep(double[] matrix, double[] vectors, int size)
    {
        bool rotated = false;
        for (int p = 0; p < size; p++)
        {
            for (int q = p + 1; q < size; q++)
            {
                double off = matrix[(p * size) + q];
                double left = matrix[(p * size) + p];
                double right = matrix[(q * size) + q];
                if (off * off > Negligible * Math.Abs(left * right))
                {
                    rotated = true;
                    double theta = (right - left) / (2 * off);
                    double tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                    double cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
                    Rotate(matrix, vectors, size, p, q, cosine, tangent * cosine);
                }
            }
        }

        return rotated;
    }

    private static void Rotate(double[] matrix, double[] vectors, int size, int p, int q, double cosine, double sine)
    {
        for (int k = 0; k < size; k++)
        {
            (double x, double y) = (matrix[(k * size) + p], matrix[(k * size) + q]);
            matrix[(k * size) + p] = (cosine * x) - (sine * y);
            matrix[(k * size) + q] = (sine * x) + (cosine * y);
        }

        Rotate(matrix.AsSpan(p * size, size), matrix.AsSpan(q * size, size), cosine, sine);
        Rotate(vectors.AsSpan(p * size, size), vectors.AsSpan(q * size, size), cosine, sine);
    }

    private static void Rotate(Span<double> p, Span<double> q, double cosine, double sine)
    {
        for (int k = 0; k < p.Length; k++)
        {
            (double x, double y) = (p[k], q[k]);
            p[k] = (cosine * x) - (sine * y);
            q[k] = (sine * x) + (cosine * y);
        }
    }
}
