using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Datasets;
using Personalization.Engine.Numerics;
using Personalization.Engine.Training.Sources;

namespace Personalization.Benchmarks.Quality.Peers;

/// <summary>
/// EASE (Steck, 2019) with a tuned ridge: the sum of the weights from each distinct item of the user. Its matrix holds
/// the most chosen items that fit into the memory limit; the others are never listed.
/// </summary>
internal static class EasePeer
{
    /// <summary>The ridges to choose from.</summary>
    public static readonly float[] Ridges = [20, 100, 300, 1000, 3000];

    private const int Kept = 500;

    /// <summary>Trains the ranker of a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="ridge">The regularization.</param>
    /// <param name="megabytes">The memory of the matrix, megabytes.</param>
    /// <param name="threads">The number of threads.</param>
    public static ScoreRanker Of(TrainingLog log, float ridge, int megabytes, int threads)
    {
        Adjacency weights = LinearTrainer.Train(
            ChosenItems.Of(log),
            log.ItemCount,
            new LinearPenalty(ridge),
            megabytes,
            threads,
            CancellationToken.None,
            mostWeights: Kept * (int)Math.Sqrt(megabytes * 1e6 / sizeof(float)),
            isWhole: false);
        return new("EASE, tuned ridge", log.ItemCount, (question, scores) =>
        {
            foreach (int item in PeerHistory.Distinct(question))
            {
                ReadOnlySpan<int> targets = weights.Targets(item);
                ReadOnlySpan<float> values = weights.Weights(item);
                for (int i = 0; i < targets.Length; i++)
                {
                    scores[targets[i]] += values[i];
                }
            }
        });
    }
}
