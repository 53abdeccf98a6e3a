using CsCheck;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Sources;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Retrieval;

public sealed class FactorTests
{
    private static readonly Gen<(int Size, float[] Left, float[] Right)> Vectors =
        Gen.Int[1, 12].SelectMany(blocks => Gen.Select(
            Gen.Const(blocks * 8), Gen.Float[-3, 3].Array[blocks * 8], Gen.Float[-3, 3].Array[blocks * 8]));

    [Fact]
    public void The_vector_kernels_equal_the_scalar_reference() => Vectors.Sample(sample =>
    {
        (int size, float[] left, float[] right) = sample;
        Assert.Equal(ScalarKernels.Dot(left, right), FactorKernels.Dot(left, right), 1e-3);
        float[] sum = [.. right];
        FactorKernels.AddScaled(sum, 0.5f, left);
        for (int i = 0; i < size; i++)
        {
            Assert.Equal(right[i] + (0.5 * left[i]), sum[i], 1e-5);
        }
    });

    [Fact]
    public void A_Cholesky_solution_equals_Gaussian_elimination() => Vectors.Sample(sample =>
    {
        (int size, float[] left, float[] right) = sample;
        float[] matrix = new float[size * size];
        double[,] reference = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            matrix[(i * size) + i] = size;
            for (int j = 0; j < size; j++)
            {
                reference[i, j] = (i == j ? size : 0) + ((double)left[i] * left[j]);
            }
        }

        FactorKernels.AddOuter(matrix, 1, left);
        FactorKernels.Factorise(matrix, size);
        float[] x = [.. right];
        FactorKernels.Solve(matrix, x);
        double[] expected = ScalarKernels.Solve(reference, Array.ConvertAll(right, value => (double)value));
        for (int i = 0; i < size; i++)
        {
            Assert.Equal(expected[i], x[i], 1e-3);
        }
    });

    [Fact]
    public void Many_right_hand_sides_at_once_equal_one_by_one() => Gen.Select(Vectors, Gen.Int[1, 6]).Sample(sample =>
    {
        ((int size, float[] left, float[] right), int blocks) = sample;
        int width = blocks * FactorKernels.Lanes;
        float[] matrix = new float[size * size];
        for (int i = 0; i < size; i++)
        {
            matrix[(i * size) + i] = size;
        }

        FactorKernels.AddOuter(matrix, 1, left);
        FactorKernels.Factorise(matrix, size);
        float[] many = new float[size * width];
        float[][] alone =
        [.. Enumerable.Range(0, width).Select(side => right.Select(value => value * (side - 3)).ToArray())];
        for (int at = 0; at < many.Length; at++)
        {
            many[at] = alone[at % width][at / width];
        }

        FactorKernels.SolveMany(matrix, size, many, width);
        foreach (float[] side in alone)
        {
            FactorKernels.Solve(matrix, side);
        }

        for (int at = 0; at < many.Length; at++)
        {
            Assert.Equal(alone[at % width][at / width], many[at], 1e-3 * width);
        }
    });

    [Theory]
    [InlineData(8)] // at most as many factors as items of the user: primal form
    [InlineData(64)] // more factors than items of the user: dual form
    public void Evidence_is_the_item_whose_removal_lowers_the_score_most(int size)
    {
        TrainingLog log = Logs.Random(5);
        FactorSource source = Train(log, new TrainingOptions { Factors = size });
        Workspace work = Work(log, source, 0);
        Candidate[] candidates = new Candidate[log.ItemCount];
        source.Score(work, [.. Enumerable.Range(0, log.ItemCount)], candidates);
        Assert.Equal(size == 64, work.Factors.IsDual);
        int[] chosen = [.. work.Interactions.Span.ToArray()
            .Where(interaction => interaction.Weight > 0)
            .Select(interaction => interaction.Item)];
        float[] before = [.. work.Factors.Row];
        Dictionary<int, float[]> without = chosen.ToDictionary(item => item, item => RowWithout(source, work, item));
        Assert.Contains(candidates, candidate => candidate.Evidence >= 0);
        Assert.True(chosen.Length > 2);
        foreach (Candidate candidate in candidates.Where(candidate => candidate.Evidence >= 0))
        {
            double Loss(int item) =>
                ScalarKernels.Dot(before, source.VectorOf(candidate.Item))
                - ScalarKernels.Dot(without[item], source.VectorOf(candidate.Item));
            Assert.True(Loss(candidate.Evidence) >= chosen.Max(Loss) - 1e-4);
        }
    }

    [Fact]
    public void A_solved_row_minimizes_the_objective_of_the_paper()
    {
        TrainingLog log = Logs.Random(3);
        FactorSource source = Train(log, new TrainingOptions { Factors = 8 });
        Workspace work = Work(log, source, 0);
        Assert.True(source.FoldIn(work));
        double least = Objective(source, work, work.Factors.Row);
        for (int i = 0; i < 8; i++)
        {
            foreach (float step in new[] { -0.05f, 0.05f })
            {
                float[] moved = [.. work.Factors.Row];
                moved[i] += step;
                Assert.True(Objective(source, work, moved) > least);
            }
        }
    }

    [Fact]
    public void A_folded_in_user_equals_the_trained_user()
    {
        TrainingLog log = Logs.Random(4);
        TrainingOptions options = new() { Factors = 16 };
        FactorSource source = Train(log, options);
        float[] trained = FactorTrainer.UserVectors(log, options, source);
        Assert.Contains(trained, value => value != 0);
        for (int user = 0; user < log.UserSlots; user++)
        {
            Workspace work = Work(log, source, user);
            Assert.True(source.FoldIn(work));
            Assert.Equal(trained.AsSpan(user * 16, 16).ToArray(), work.Factors.Row);
        }
    }

    private static FactorSource Train(TrainingLog log, TrainingOptions options) =>
        FactorTrainer.Train(
            log, options, new(options.Factors, 0.05f, 0.02f, 0.5f, 0.9f), _ => { }, CancellationToken.None);

    private static Workspace Work(TrainingLog log, FactorSource source, int user)
    {
        Workspace work = new(log.ItemCount, 0, source.Parameters.Factors);
        work.Interactions.Fold(log.EventsOf(user).Span, new TrainingOptions().SessionGapMs);
        return work;
    }

    /// <summary>
    /// Returns the user's vector without the observation of one item; the rest of the equations stays.
    /// </summary>
    private static float[] RowWithout(FactorSource source, Workspace work, int item)
    {
        FactorParameters parameters = source.Parameters;
        int size = parameters.Factors;
        float[] spectrum = FactorSolver.Spectrum(source.Factors, parameters);
        double[,] left = new double[size, size];
        double[] right = new double[size];
        int count = work.Interactions.Span.Length;
        for (int i = 0; i < size; i++)
        {
            left[i, i] = spectrum[i] + (parameters.Regularisation
                * (count + (parameters.UnobservedWeight * (source.Factors.Length / size))));
        }

        foreach (Interaction interaction in work.Interactions.Span)
        {
            double confidence = interaction.Item == item ? 0 : Math.Abs(parameters.ConfidenceOf(interaction));
            ReadOnlySpan<float> y = source.VectorOf(interaction.Item);
            for (int i = 0; i < size; i++)
            {
                right[i] += interaction.Weight > 0 ? confidence * y[i] : 0;
                for (int j = 0; j < size; j++)
                {
                    left[i, j] += confidence * y[i] * y[j];
                }
            }
        }

        return Array.ConvertAll(ScalarKernels.Solve(left, right), value => (float)value);
    }

    private static double Objective(FactorSource source, Workspace work, float[] x)
    {
        FactorParameters parameters = source.Parameters;
        int items = source.Factors.Length / parameters.Factors;
        double sum = parameters.Regularisation
            * (work.Interactions.Span.Length + (parameters.UnobservedWeight * items))
            * ScalarKernels.Dot(x, x);
        for (int item = 0; item < items; item++)
        {
            double score = ScalarKernels.Dot(x, source.Factors.Slice(item * parameters.Factors, parameters.Factors));
            sum += parameters.UnobservedWeight * score * score;
        }

        foreach (Interaction interaction in work.Interactions.Span)
        {
            double score = ScalarKernels.Dot(
                x, source.Factors.Slice(interaction.Item * parameters.Factors, parameters.Factors));
            sum += Math.Abs(
                parameters.ConfidenceOf(interaction)) * Math.Pow(score - (interaction.Weight > 0 ? 1 : 0), 2);
        }

        return sum;
    }
}
