using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>Trains the factor model by alternating least squares (see <see cref="FactorSolver"/>).</summary>
/// <remarks>
/// Each row is solved independently, so the result does not depend on the number of threads. The items are solved last.
/// A user's vector is always the fold-in.
/// </remarks>
internal static class FactorTrainer
{
    /// <summary>Trains the item vectors.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">The training options.</param>
    /// <param name="parameters">The parameters of the model.</param>
    /// <param name="progress">Receives the completed share, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="warm">
    /// Starting vectors, row-major, items x dimensions, trained on a part of the same log. They need fewer epochs. All
    /// 0 for an item without a vector; null for a random start.
    /// </param>
    public static FactorSource Train(
        TrainingLog log,
        TrainingOptions options,
        FactorParameters parameters,
        Action<double> progress,
        CancellationToken cancellationToken,
        float[]? warm = null)
    {
        Adjacency users = Rows(log, options, parameters);
        Adjacency items = Transpose(users, log.ItemCount);
        float[] itemFactors = Initial(log.ItemCount, parameters.Factors, options.Seed);
        int epochs = warm is null ? options.Epochs : Math.Min(options.Epochs, options.WarmEpochs);
        Warm(itemFactors, warm, parameters.Factors);
        float[] userFactors = new float[log.UserSlots * parameters.Factors];
        for (int epoch = 0; epoch < epochs && log.EventCount > 0; epoch++)
        {
            FactorBasis.Turn(itemFactors, parameters.Factors, options.Threads);
            SolveAll(users, itemFactors, userFactors, parameters, options.Threads, cancellationToken);
            FactorBasis.Turn(userFactors, parameters.Factors, options.Threads);
            SolveAll(items, userFactors, itemFactors, parameters, options.Threads, cancellationToken);
            progress((epoch + 1.0) / epochs);
        }

        FactorBasis.Turn(itemFactors, parameters.Factors, options.Threads);
        return new(itemFactors, parameters);
    }

    /// <summary>Computes the vector of every user from the item vectors.</summary>
    public static float[] UserVectors(TrainingLog log, TrainingOptions options, FactorSource source)
    {
        float[] vectors = new float[log.UserSlots * source.Parameters.Factors];
        SolveAll(
            Rows(log, options, source.Parameters),
            source.Factors.ToArray(),
            vectors,
            source.Parameters,
            1,
            CancellationToken.None);
        return vectors;
    }

    /// <summary>Solves the vectors of some items again around a prior. Items without choices are not solved.</summary>
    /// <param name="log">The log that the source was trained on.</param>
    /// <param name="options">The training options.</param>
    /// <param name="source">The trained source.</param>
    /// <param name="priors">The prior of each item; null for an item whose vector stays.</param>
    /// <param name="chosen">The number of choices of each item.</param>
    /// <param name="weight">The weight of the prior, as a multiple of the unobserved weight.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The vectors of all items, row-major, items x dimensions.</returns>
    public static float[] Around(
        TrainingLog log,
        TrainingOptions options,
        FactorSource source,
        float[]?[] priors,
        int[] chosen,
        float weight,
        CancellationToken cancellationToken)
    {
        int size = source.Parameters.Factors;
        float[] vectors = source.Factors.ToArray();
        bool[] solved = [.. priors.Select((prior, item) => prior is not null && chosen[item] > 0)];
        if (!solved.Contains(true))
        {
            return vectors;
        }

        Adjacency users = Rows(log, options, source.Parameters);
        Adjacency items = Transpose(users, log.ItemCount);
        float[] userFactors = new float[log.UserSlots * size];
        SolveAll(users, source.Factors.ToArray(), userFactors, source.Parameters, options.Threads, cancellationToken);
        float[] basis = FactorBasis.Of(userFactors, size);
        FactorBasis.Turn(userFactors, size, options.Threads);
        FactorParameters regularized =
            source.Parameters with { UnobservedWeight = weight * source.Parameters.UnobservedWeight };
        float[] spectrum = FactorSolver.Spectrum(userFactors, regularized);
        FactorScratch scratch = new(size);
        float[] turned = new float[size];
        for (int item = 0; item < priors.Length; item++)
        {
            if (solved[item])
            {
                cancellationToken.ThrowIfCancellationRequested();
                FactorBasis.Turn(priors[item], basis, turned);
                FactorSolver.Solve(
                    new FactorRows(userFactors, size),
                    spectrum,
                    regularized,
                    items.Targets(item),
                    items.Weights(item),
                    scratch,
                    turned);
                FactorBasis.TurnBack(scratch.Row, basis, vectors.AsSpan(item * size, size));
            }
        }

        return vectors;
    }

    private static Adjacency Rows(TrainingLog log, TrainingOptions options, FactorParameters parameters)
    {
        float most = (float)options.UserItemWeight;
        AdjacencyBuilder rows = new(log.UserSlots, log.EventCount);
        Interactions interactions = new(log.ItemCount);
        for (int user = 0; user < log.UserSlots; user++)
        {
            interactions.Fold(log.EventsOf(user).Span, options.SessionGapMs);
            foreach (ref readonly Interaction interaction in interactions.Span)
            {
                float weight = Math.Clamp(interaction.Weight, -most, most);
                rows.Add(interaction.Item, parameters.ConfidenceOf(interaction with { Weight = weight }));
            }

            rows.EndRow();
        }

        return rows.Build(log.ItemCount);
    }

    private static Adjacency Transpose(Adjacency rows, int columns)
    {
        int[] starts = new int[columns + 1];
        foreach (int column in rows.AllTargets)
        {
            starts[column + 1]++;
        }

        for (int i = 0; i < columns; i++)
        {
            starts[i + 1] += starts[i];
        }

        int[] next = starts[..^1];
        int[] targets = new int[starts[^1]];
        float[] weights = new float[starts[^1]];
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<int> own = rows.Targets(row);
            for (int i = 0; i < own.Length; i++)
            {
                int at = next[own[i]]++;
                targets[at] = row;
                weights[at] = rows.Weights(row)[i];
            }
        }

        return new(starts, targets, weights, rows.Rows);
    }

    private static float[] Initial(int rows, int factors, int seed)
    {
        Random random = new(seed);
        float scale = 0.1f / MathF.Sqrt(factors);
        float[] values = new float[rows * factors];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = scale * ((2 * (float)random.NextDouble()) - 1);
        }

        return values;
    }

    private static void Warm(float[] vectors, float[]? warm, int size)
    {
        for (int at = 0; at < warm?.Length; at += size)
        {
            ReadOnlySpan<float> known = warm.AsSpan(at, size);
            if (known.ContainsAnyExcept(0f))
            {
                known.CopyTo(vectors.AsSpan(at, size));
            }
        }
    }

    private static void SolveAll(
        Adjacency rows,
        float[] from,
        float[] to,
        FactorParameters parameters,
        int threads,
        CancellationToken cancellationToken)
    {
        const int Block = 256;
        int size = parameters.Factors;
        float[] spectrum = FactorSolver.Spectrum(from, parameters);
        int blocks = (rows.Rows + Block - 1) / Block;
        Parallel.For(0, blocks, TrainingThreads.Options(threads, cancellationToken), block =>
        {
            FactorScratch scratch = new(size);
            for (int row = block * Block; row < Math.Min(rows.Rows, (block + 1) * Block); row++)
            {
                Span<float> target = to.AsSpan(row * size, size);
                target.Clear();
                if (Chose(rows.Weights(row)))
                {
                    FactorSolver.Solve(
                        new FactorRows(from, size),
                        spectrum,
                        parameters,
                        rows.Targets(row),
                        rows.Weights(row),
                        scratch);
                    scratch.Row.CopyTo(target);
                }
            }
        });
    }

    private static bool Chose(ReadOnlySpan<float> confidences)
    {
        foreach (float confidence in confidences)
        {
            if (confidence > 0)
            {
                return true;
            }
        }

        return false;
    }
}
