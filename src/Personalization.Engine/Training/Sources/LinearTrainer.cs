using System.Numerics.Tensors;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>
/// Trains the linear model of Steck, "Embarrassingly Shallow Autoencoders for Sparse Data" (EASE, 2019).
/// </summary>
/// <remarks>
/// The weights B have a zero diagonal and minimize |X - X B|^2 + ridge |B|^2. They follow in closed form from the
/// inverse of X^T X + ridge. <see cref="LinearPenalty.Dropout"/> adds to the ridge of an item. The memory grows with
/// the square of the items, so the matrix of a large catalog holds only the most chosen items.
/// <see cref="SparseLinearTrainer"/> trains the weights of the other items one by one.
/// </remarks>
internal static class LinearTrainer
{
    /// <summary>About the most weights to keep. An item keeps its strongest weights, at least 100.</summary>
    public const int MostWeights = 8_000_000;

    private const float Negligible = 1e-4f;

    /// <summary>Trains the weights, and keeps the strongest of every item.</summary>
    /// <param name="rows">The chosen items of every user.</param>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="penalty">The penalty of the weights.</param>
    /// <param name="megabytes">The memory of the matrix, megabytes.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="mostWeights">About the most weights to keep.</param>
    /// <param name="isWhole">True to train the items outside the matrix too.</param>
    public static Adjacency Train(
        Adjacency rows,
        int itemCount,
        LinearPenalty penalty,
        int megabytes,
        int threads,
        CancellationToken cancellationToken,
        int mostWeights = MostWeights,
        bool isWhole = true)
    {
        int[] items;
        (float[] Weights, int[] From)[] columns;
        using (LinearModel model = Solve(rows, itemCount, penalty, megabytes, threads, cancellationToken))
        {
            (items, columns) = (model.Items, Thin(model, mostWeights, threads));
        }

        if (isWhole && megabytes > 0)
        {
            (int[] others, (float[], int[])[] more) = SparseLinearTrainer.Solve(
                rows,
                AdjacencyBuilder.Invert(rows, itemCount, int.MaxValue),
                items,
                penalty,
                threads,
                cancellationToken);
            (items, columns) = ([.. items, .. others], [.. columns, .. more]);
        }

        return Transpose(columns, items, itemCount);
    }

    /// <summary>Computes the inverse of the regularized co-occurrence matrix.</summary>
    /// <remarks>The weight of one item for another is minus their element over the diagonal element.</remarks>
    public static LinearModel Solve(
        Adjacency rows,
        int itemCount,
        LinearPenalty penalty,
        int megabytes,
        int threads,
        CancellationToken cancellationToken)
    {
        Adjacency users = AdjacencyBuilder.Invert(rows, itemCount, int.MaxValue);
        int[] items = MostChosen(
            users, (int)Math.Sqrt(megabytes * 1e6 / sizeof(float)) / SymmetricInverse.Block * SymmetricInverse.Block);
        int stride = SymmetricInverse.Padded(items.Length);
        LinearModel model = new(items, new NativeFloats(stride * stride), stride);
        try
        {
            Count(rows, users, model, threads);
            for (int i = 0; i < stride; i++)
            {
                ref float element = ref model.Matrix.Span[(i * stride) + i];
                element += i < items.Length ? penalty.Of(element) : 1;
            }

            SymmetricInverse.Invert(model.Matrix, stride, threads, cancellationToken);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static int[] MostChosen(Adjacency users, int limit)
    {
        int[] items = [.. Enumerable.Range(0, users.Rows).Where(item => users.Targets(item).Length > 0)];
        return items.Length <= limit
            ? items
            : [.. items.OrderByDescending(item => users.Targets(item).Length).ThenBy(item => item).Take(limit).Order()];
    }

    /// <summary>Counts the users who chose both of two items, for all pairs.</summary>
    private static void Count(Adjacency rows, Adjacency users, LinearModel model, int threads)
    {
        int[] places = new int[users.Rows];
        Array.Fill(places, -1);
        int[] items = model.Items;
        for (int place = 0; place < items.Length; place++)
        {
            places[items[place]] = place;
        }

        _ = Parallel.For(0, items.Length, TrainingThreads.Options(threads), place =>
        {
            Span<float> row = model.Matrix.Span.Slice(place * model.Stride, model.Stride);
            foreach (int user in users.Targets(items[place]))
            {
                foreach (int item in rows.Targets(user))
                {
                    if (places[item] >= place)
                    {
                        row[places[item]]++;
                    }
                }
            }
        });
    }

    /// <summary>Gets the strongest weights of every item.</summary>
    private static (float[] Weights, int[] From)[] Thin(LinearModel model, int mostWeights, int threads)
    {
        int count = model.Items.Length;
        int keep = count == 0 ? 0 : Math.Min(count, Math.Max(100, mostWeights / count));
        (float[] Weights, int[] From)[] columns = new (float[], int[])[count];
        _ = Parallel.For(
            0,
            count,
            TrainingThreads.Options(threads),
            () => (All: new float[count], Sizes: new float[count]),
            (to, _, own) =>
            {
                TensorPrimitives.Divide(model.Row(to), -model.Row(to)[to], own.All);
                own.All[to] = 0;
                TensorPrimitives.Abs(own.All, own.Sizes);
                (float[] weights, int[] places) = Strongest(own.All, own.Sizes, keep);
                columns[to] = (weights, Array.ConvertAll(places, place => model.Items[place]));
                return own;
            }, _ => { });
        return columns;
    }

    /// <summary>
    /// Gets the strongest weights of one column, in order. Among equal weights at the threshold the first win.
    /// </summary>
    private static (float[] Weights, int[] From) Strongest(float[] all, float[] sizes, int keep)
    {
        float threshold = Math.Max(Negligible, QuickSelect.Largest(sizes, keep));
        int above = all.Count(weight => MathF.Abs(weight) > threshold);
        int atThreshold = threshold > Negligible
            ? Math.Min(keep - above, all.Count(weight => MathF.Abs(weight) == threshold))
            : 0;
        float[] weights = new float[above + atThreshold];
        int[] places = new int[weights.Length];
        int at = 0;
        for (int from = 0; from < all.Length; from++)
        {
            float size = MathF.Abs(all[from]);
            if (size > threshold || (size == threshold && atThreshold-- > 0))
            {
                (weights[at], places[at++]) = (all[from], from);
            }
        }

        return (weights, places);
    }

    /// <summary>Transposes lists by target item to lists by item of the user.</summary>
    private static Adjacency Transpose((float[] Weights, int[] From)[] columns, int[] items, int itemCount)
    {
        int[] starts = new int[itemCount + 1];
        foreach (int from in columns.SelectMany(column => column.From))
        {
            starts[from + 1]++;
        }

        for (int item = 0; item < itemCount; item++)
        {
            starts[item + 1] += starts[item];
        }

        int[] next = starts[..^1];
        int[] targets = new int[starts[^1]];
        float[] weights = new float[starts[^1]];
        for (int to = 0; to < columns.Length; to++)
        {
            for (int i = 0; i < columns[to].From.Length; i++)
            {
                int at = next[columns[to].From[i]]++;
                (targets[at], weights[at]) = (items[to], columns[to].Weights[i]);
            }
        }

        return new(starts, targets, weights, itemCount);
    }
}
