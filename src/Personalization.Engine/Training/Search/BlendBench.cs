using System.Numerics.Tensors;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Training.Search;

/// <summary>Evaluates blend weights against cached per-source scores.</summary>
/// <remarks>
/// The candidates of each case are collected once. Trying many values of one weight sums the other sources only once.
/// The result does not depend on the number of threads.
/// </remarks>
internal sealed class BlendBench
{
    private const int Block = 64;

    private readonly BlendCase[] _cases;
    private readonly int[] _users;
    private readonly UserFolds _folds;
    private readonly IBlendMeasure _measure;
    private readonly ParallelOptions _parallel;

    /// <summary>Creates the bench.</summary>
    /// <param name="cases">The scores of every source, by case.</param>
    /// <param name="sources">The number of sources.</param>
    /// <param name="measure">The metric.</param>
    /// <param name="folds">The fold of each user.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="cancellationToken">Cancels later operations.</param>
    public BlendBench(
        BlendCase[] cases,
        int sources,
        IBlendMeasure measure,
        UserFolds folds,
        int threads,
        CancellationToken cancellationToken)
        : this(cases, sources, measure, folds, TrainingThreads.Options(threads, cancellationToken))
    {
    }

    private BlendBench(
        BlendCase[] cases, int sources, IBlendMeasure measure, UserFolds folds, ParallelOptions parallel)
    {
        _cases = cases;
        Sources = sources;
        _measure = measure;
        _folds = folds;
        _parallel = parallel;
        _users = [.. cases.Select(testCase => testCase.User)];
    }

    /// <summary>The number of sources.</summary>
    public int Sources { get; }

    /// <summary>The number of cases.</summary>
    public int Cases => _cases.Length;

    /// <summary>Creates a bench without the cases of one fold of the users.</summary>
    /// <param name="fold">The fold to leave out, from 0.</param>
    public BlendBench Without(int fold) => new(
        [.. _cases.Where(testCase => _folds.Of(testCase.User) != fold)], Sources, _measure, _folds, _parallel);

    /// <summary>Computes the gain of every case with the weights.</summary>
    public double[] Ndcgs(float[] weights) => Ndcgs(weights, 0, [weights[0]])[0];

    /// <summary>Computes the gain of every case with the weights of the fold of its user.</summary>
    /// <param name="weights">The weights by fold.</param>
    public double[] FoldedNdcgs(float[][] weights)
    {
        double[][] ndcgs = [.. weights.Select(Ndcgs)];
        return [.. _users.Select((user, at) => ndcgs[_folds.Of(user)][at])];
    }

    /// <summary>Computes the gain of every case for several values of one weight.</summary>
    /// <param name="weights">The weights of all sources.</param>
    /// <param name="source">The source whose weight is replaced.</param>
    /// <param name="values">The values to try.</param>
    /// <returns>The gains, by value and case.</returns>
    public double[][] Ndcgs(float[] weights, int source, float[] values)
    {
        double[][] ndcgs = [.. values.Select(_ => new double[_cases.Length])];
        int blocks = (_cases.Length + Block - 1) / Block;
        _ = Parallel.For(
            0, blocks, _parallel, () => (Others: Array.Empty<float>(), Sums: Array.Empty<float>()), (block, _, own) =>
            {
                for (int i = block * Block; i < Math.Min(_cases.Length, (block + 1) * Block); i++)
                {
                    (float[] shares, int target, int _) = _cases[i];
                    int candidates = shares.Length / Sources;
                    own = own.Sums.Length >= candidates ? own : (new float[candidates], new float[candidates]);
                    Span<float> others = own.Others.AsSpan(0, candidates);
                    AddOthers(shares, weights, source, others);
                    for (int value = 0; value < values.Length; value++)
                    {
                        Span<float> sums = own.Sums.AsSpan(0, candidates);
                        TensorPrimitives.MultiplyAdd(
                            shares.AsSpan(source * candidates, candidates), values[value], others, sums);
                        ndcgs[value][i] = _measure.Of(sums, target);
                    }
                }

                return own;
            }, _ => { });
        return ndcgs;
    }

    /// <summary>Compares two blends by the gains of their cases.</summary>
    public PairedGain Gain(double[] from, double[] to) => PairedGain.Of(_users, from, to);

    private void AddOthers(float[] shares, float[] weights, int source, Span<float> sums)
    {
        sums.Clear();
        for (int other = 0; other < Sources; other++)
        {
            if (other != source && weights[other] != 0)
            {
                TensorPrimitives.MultiplyAdd(
                    shares.AsSpan(other * sums.Length, sums.Length), weights[other], sums, sums);
            }
        }
    }
}
