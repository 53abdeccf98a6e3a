using System.Globalization;
using Personalization.Engine.Datasets;
using Personalization.Engine.Numerics;
using Personalization.Engine.Training.Sources;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

public sealed class LinearTrainerTests
{
    private const int Megabytes = 64;

    [Theory, InlineData(5, 128), InlineData(150, 256), InlineData(300, 384)]
    public void The_inverse_times_the_matrix_is_one_on_any_number_of_threads(int size, int padded)
    {
        Assert.Equal(padded, SymmetricInverse.Padded(size));
        float[] matrix = PositiveDefinite(padded, size);
        float[] one = [.. matrix];
        float[] three = [.. matrix];
        SymmetricInverse.Invert(one, padded, 1, CancellationToken.None);
        SymmetricInverse.Invert(three, padded, 3, CancellationToken.None);
        Assert.Equal(one, three);
        for (int row = 0; row < padded; row++)
        {
            for (int column = 0; column < padded; column += 7)
            {
                double sum = 0;
                for (int k = 0; k < padded; k++)
                {
                    sum += (double)matrix[(Math.Min(row, k) * padded) + Math.Max(row, k)] * one[(k * padded) + column];
                }

                Assert.Equal(row == column ? 1 : 0, sum, 1e-3);
            }
        }
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused() =>
        Assert.Throws<ArithmeticException>(
            () => SymmetricInverse.Invert(new float[128 * 128], 128, 1, CancellationToken.None));

    [Theory, InlineData(1, 10, 0), InlineData(2, 0.5f, 0), InlineData(3, 0.5f, 0.4f)]
    public void Every_items_weights_are_the_ridge_regression_on_all_other_items(int seed, float ridge, float dropout)
    {
        TrainingLog log = Logs.Random(seed);
        Adjacency weights = LinearTrainer.Train(
            ChosenItems.Of(log), log.ItemCount, new(ridge, dropout), Megabytes, 2, CancellationToken.None);
        double[,] gram = Gram(log);
        for (int target = 0; target < log.ItemCount; target++)
        {
            int[] others = [.. Enumerable.Range(0, log.ItemCount).Where(item => item != target)];
            double[,] left = new double[others.Length, others.Length];
            for (int i = 0; i < others.Length; i++)
            {
                for (int j = 0; j < others.Length; j++)
                {
                    left[i, j] = i == j
                        ? (gram[others[i], others[i]] / (1 - dropout)) + ridge
                        : gram[others[i], others[j]];
                }
            }

            double[] expected = ScalarKernels.Solve(left, [.. others.Select(item => gram[item, target])]);
            Assert.All(others, (item, at) => Assert.Equal(expected[at], Weight(weights, item, target), 2e-4));
            Assert.Equal(0, Weight(weights, target, target));
        }
    }

    [Fact]
    public void With_too_little_memory_only_the_most_chosen_items_have_weights()
    {
        // a matrix of 384 items is the largest in steps of 128 that fits into 1 MB
        TrainingLog log = Logs.Build(
            Enumerable.Range(0, 450).SelectMany(item => Enumerable.Range(0, item < 66 ? 2 : 3).Select(user =>
                Logs.Event($"u{user}", $"i{item}", "view", item, (item * 3) + user + 1))));
        Adjacency weights = LinearTrainer.Train(
            ChosenItems.Of(log), log.ItemCount, new(1), 1, 1, CancellationToken.None, isWhole: false);
        Assert.Equal(Enumerable.Range(66, 384), Enumerable.Range(0, log.ItemCount)
            .Where(item => weights.Targets(item).Length > 0)
            .Select(item => int.Parse(log.Items[item][1..], CultureInfo.InvariantCulture)));
        Adjacency none = LinearTrainer.Train(ChosenItems.Of(log), log.ItemCount, new(1), 0, 1, CancellationToken.None);
        Assert.Equal(0, none.AllTargets.Length);
        Adjacency whole = LinearTrainer.Train(ChosenItems.Of(log), log.ItemCount, new(1), 1, 1, CancellationToken.None);
        Assert.Equal(log.ItemCount, whole.AllTargets.ToArray().Distinct().Count());
        Assert.All(Enumerable.Range(0, weights.Rows), item => Assert.Equal(
            weights.Targets(item).ToArray(), whole.Targets(item)[..weights.Targets(item).Length].ToArray()));
    }

    [Theory, InlineData(1, 10, 0), InlineData(2, 0.5f, 0), InlineData(2, 0.5f, 0.4f)]
    public void An_item_beyond_the_matrix_has_the_same_weights_where_all_items_are_near(
        int seed, float ridge, float dropout)
    {
        TrainingLog log = Logs.Random(seed);
        Adjacency rows = ChosenItems.Of(log);
        Adjacency dense = LinearTrainer.Train(
            rows, log.ItemCount, new(ridge, dropout), Megabytes, 2, CancellationToken.None);
        int[] covered = [.. Enumerable.Range(0, log.ItemCount / 2)];
        (int[] items, (float[] Weights, int[] From)[] columns) = SparseLinearTrainer.Solve(
            rows,
            AdjacencyBuilder.Invert(rows, log.ItemCount, int.MaxValue),
            covered,
            new(ridge, dropout),
            2,
            CancellationToken.None);
        Assert.Equal(Enumerable.Range(log.ItemCount / 2, log.ItemCount - (log.ItemCount / 2)), items.Order());
        for (int at = 0; at < items.Length; at++)
        {
            Assert.Equal(log.ItemCount - 1, columns[at].From.Length);
            Assert.All(
                columns[at].From,
                (from, i) => Assert.Equal(Weight(dense, from, items[at]), columns[at].Weights[i], 3e-4));
        }
    }

    private static float Weight(Adjacency weights, int from, int to)
    {
        int at = weights.Targets(from).IndexOf(to);
        return at < 0 ? 0 : weights.Weights(from)[at];
    }

    private static double[,] Gram(TrainingLog log)
    {
        double[,] gram = new double[log.ItemCount, log.ItemCount];
        for (int user = 0; user < log.UserSlots; user++)
        {
            int[] items = [.. log.EventsOf(user).ToArray().Select(happened => happened.Item).Distinct()];
            foreach (int left in items)
            {
                foreach (int right in items)
                {
                    gram[left, right]++;
                }
            }
        }

        return gram;
    }

    private static float[] PositiveDefinite(int padded, int size)
    {
        Random random = new(size);
        float[] matrix = new float[padded * padded];
        for (int row = 0; row < padded; row++)
        {
            for (int column = row; column < padded; column++)
            {
                matrix[(row * padded) + column] = row == column ? size : column < size ? (float)random.NextDouble() : 0;
            }
        }

        return matrix;
    }
}
