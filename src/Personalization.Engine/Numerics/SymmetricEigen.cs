namespace Personalization.Engine.Numerics;

/// <summary>The eigenvectors of a small symmetric matrix by Jacobi's rotations, in double precision and a fixed order.</summary>
internal static class SymmetricEigen
{
    private const int MaxSweeps = 30;
    private const double Negligible = 1e-18;

    /// <summary>Finds them.</summary>
    /// <param name="matrix">The matrix, row by row, both triangles; destroyed.</param>
    /// <param name="size">Its size.</param>
    /// <returns>The vectors as columns, row by row.</returns>
    public static double[] Vectors(double[] matrix, int size)
    {
        double[] vectors = new double[size * size]; // as rows, turned at the end
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
        bool turned = false;
        for (int p = 0; p < size; p++)
        {
            for (int q = p + 1; q < size; q++)
            {
                double off = matrix[(p * size) + q];
                double left = matrix[(p * size) + p];
                double right = matrix[(q * size) + q];
                if (off * off > Negligible * Math.Abs(left * right))
                {
                    turned = true;
                    double theta = (right - left) / (2 * off);
                    double tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                    double cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
                    Turn(matrix, vectors, size, p, q, cosine, tangent * cosine);
                }
            }
        }

        return turned;
    }

    private static void Turn(double[] matrix, double[] vectors, int size, int p, int q, double cosine, double sine)
    {
        for (int k = 0; k < size; k++)
        {
            (double x, double y) = (matrix[(k * size) + p], matrix[(k * size) + q]);
            matrix[(k * size) + p] = (cosine * x) - (sine * y);
            matrix[(k * size) + q] = (sine * x) + (cosine * y);
        }

        Turn(matrix.AsSpan(p * size, size), matrix.AsSpan(q * size, size), cosine, sine);
        Turn(vectors.AsSpan(p * size, size), vectors.AsSpan(q * size, size), cosine, sine);
    }

    private static void Turn(Span<double> p, Span<double> q, double cosine, double sine)
    {
        for (int k = 0; k < p.Length; k++)
        {
            (double x, double y) = (p[k], q[k]);
            p[k] = (cosine * x) - (sine * y);
            q[k] = (sine * x) + (cosine * y);
        }
    }
}
