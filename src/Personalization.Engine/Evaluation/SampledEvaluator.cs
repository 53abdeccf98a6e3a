using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Evaluates variants of a source by their rank of the target among sampled negatives.</summary>
/// <remarks>
/// The gain is <see cref="SampledGain"/>. All variants get the same negatives. The result does not depend on the number
/// of threads.
/// </remarks>
internal sealed class SampledEvaluator
{
    private const int Block = 64;

    private readonly IReadOnlyList<EvaluationCase> _cases;
    private readonly int _itemCount;
    private readonly TrainingOptions _options;
    private readonly int[][] _sampled;
    private readonly SampledMeasure _measure;

    /// <summary>Samples the negatives of each case.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="options">The sampling seed, and the number of threads.</param>
    public SampledEvaluator(IReadOnlyList<EvaluationCase> cases, int itemCount, TrainingOptions options)
    {
        _cases = cases;
        _itemCount = itemCount;
        _options = options;
        SampledNegatives negatives = new(itemCount, options.Seed);
        SeenItemFilter filter = new(itemCount);
        _sampled = [.. cases.Select((testCase, place) => negatives.Of(testCase, place, filter))];
        _measure = new(_sampled.Select(items => items.Length));
    }

    /// <summary>Computes the gain of a source on every case.</summary>
    /// <param name="source">The source. It must not use the workspace's session board.</param>
    /// <param name="factors">The number of dimensions of its factor vectors.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public double[] Gains(ICandidateSource source, int factors, CancellationToken cancellationToken)
    {
        double[] gains = new double[_cases.Count];
        int blocks = (_cases.Count + Block - 1) / Block;
        ParallelOptions parallel = TrainingThreads.Options(_options.Threads, cancellationToken);
        _ = Parallel.For(0, blocks, parallel, () => new Workspace(_itemCount, 0, factors), (block, _, work) =>
        {
            float[] scores = new float[SampledNegatives.Most + 1];
            for (int i = block * Block; i < Math.Min(_cases.Count, (block + 1) * Block); i++)
            {
                work.Interactions.Fold(_cases[i].Signal.Events.Span, _options.SessionGapMs);
                Span<float> own = scores.AsSpan(0, _sampled[i].Length);
                SampledScores.Of(source, work, _sampled[i], own);
                gains[i] = _measure.Of(own, 0);
            }

            return work;
        }, _ => { });
        return gains;
    }
}
