using CsCheck;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Tests.Engine.Retrieval;

public sealed class PriorTests
{
    private const int Size = 8;
    private static readonly FactorParameters Parameters = new(Size, 0.1f, 0.05f, 1, 1);

    private static readonly Gen<(float[] Others, float[] Prior, bool[] Signs)> Rows =
        Gen.Int[1, 20].SelectMany(count => Gen.Select(
            Gen.Float[-1, 1].Array[count * Size], Gen.Float[-1, 1].Array[Size], Gen.Bool.Array[count]));

    [Fact]
    public void A_row_without_observations_equals_its_prior()
    {
        float[] prior = [1, 2, 3, 4, 5, 6, 7, 8];
        float[] others = new float[3 * Size];
        FactorScratch scratch = new(Size);
        FactorSolver.Solve(
            new FactorRows(others, Size),
            FactorSolver.Spectrum(others, Parameters),
            Parameters,
            [],
            [],
            scratch,
            prior);
        Assert.Equal(prior, scratch.Row);
    }

    [Fact]
    public void A_row_with_observations_equals_the_dense_solution() => Rows.Sample(sample =>
    {
        (float[] others, float[] prior, bool[] signs) = sample;
        int[] columns = [.. Enumerable.Range(0, signs.Length)];
        float[] confidences = [.. signs.Select((chose, i) => (1 + (i % 3)) * (chose ? 1f : -1))];
        float[] spectrum = FactorSolver.Spectrum(others, Parameters);
        FactorScratch scratch = new(Size);
        FactorSolver.Solve(new FactorRows(others, Size), spectrum, Parameters, columns, confidences, scratch, prior);
        double[] expected = Reference(others, prior, confidences, spectrum);
        for (int i = 0; i < Size; i++)
        {
            Assert.Equal(expected[i], scratch.Row[i], 2e-3);
        }
    });

    [Fact]
    public void More_observations_reduce_the_effect_of_the_prior()
    {
        Random random = new(5);
        float[] others = [.. Enumerable.Range(0, 400 * Size).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[] prior = [.. Enumerable.Repeat(3f, Size)];
        double Distance(int observed)
        {
            float[] plain = Solve(others, observed, default);
            float[] around = Solve(others, observed, prior);
            return plain.Zip(around, (a, b) => Math.Abs(a - b)).Sum();
        }

        double[] distances = [.. new[] { 1, 5, 20, 100, 400 }.Select(Distance)];
        Assert.Equal(distances.OrderDescending(), distances);
        Assert.True(distances[^1] < distances[0] / 5, string.Join(", ", distances));
    }

    private static float[] Solve(float[] others, int observed, ReadOnlySpan<float> prior)
    {
        FactorScratch scratch = new(Size);
        int[] columns = [.. Enumerable.Range(0, observed)];
        float[] confidences = [.. Enumerable.Repeat(1f, observed)];
        FactorSolver.Solve(
            new FactorRows(others, Size),
            FactorSolver.Spectrum(others, Parameters),
            Parameters,
            columns,
            confidences,
            scratch,
            prior);
        return [.. scratch.Row];
    }

    private static double[] Reference(float[] others, float[] prior, float[] confidences, float[] spectrum)
    {
        int count = confidences.Length;
        double unobserved = Parameters.Regularisation * Parameters.UnobservedWeight * (others.Length / Size);
        double[,] matrix = new double[Size, Size];
        double[] side = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            matrix[i, i] = spectrum[i] + unobserved + (Parameters.Regularisation * count);
            side[i] = (spectrum[i] + unobserved) * prior[i];
        }

        for (int row = 0; row < count; row++)
        {
            double target = confidences[row] > 0 ? 1 : 0;
            for (int i = 0; i < Size; i++)
            {
                side[i] += Math.Abs(confidences[row]) * target * others[(row * Size) + i];
                for (int j = 0; j < Size; j++)
                {
                    matrix[i, j] += Math.Abs(confidences[row]) * others[(row * Size) + i] * others[(row * Size) + j];
                }
            }
        }

        return ScalarKernels.Solve(matrix, side);
    }
}
