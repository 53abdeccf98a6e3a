using System.Numerics.Tensors;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Training.Search;

/// <summary>
/// Tells fast what any weights reach: each case's candidates are collected once and only added up anew, and when one weight is tried at many values
/// the other sources are added up once. The result does not depend on the number of threads.
/// </summary>
internal sealed class BlendBench
{
    private const int Block = 64;

    private readonly BlendCase[] _cases;
    private readonly int[] _users;
    private readonly IBlendMeasure _measure;
    private readonly ParallelOptions _parallel;

    /// <summary>Prepares.</summary>
    /// <param name="cases">What the sources say, by case.</param>
    /// <param name="sources">How many sources there are.</param>
    /// <param name="measure">What is to be reached.</param>
    /// <param name="threads">How many threads work.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public BlendBench(BlendCase[] cases, int sources, IBlendMeasure measure, int threads, CancellationToken cancellationToken)
        : this(cases, sources, measure, TrainingThreads.Options(threads, cancellationToken))
    {
    }

    private BlendBench(BlendCase[] cases, int sources, IBlendMeasure measure, ParallelOptions parallel)
    {
        (_cases, Sources, _measure, _parallel) = (cases, sources, measure, parallel);
        _users = [.. cases.Select(question => question.User)];
    }

    /// <summary>How many sources there are.</summary>
    public int Sources { get; }

    /// <summary>The same without the cases of every so manieth user.</summary>
    /// <param name="fold">Which of them, from 0.</param>
    /// <param name="folds">How many such parts there are.</param>
    public BlendBench Without(int fold, int folds)
    {
        Dictionary<int, int> places = [];
        foreach (int user in _users)
        {
            _ = places.TryAdd(user, places.Count);
        }

        return new([.. _cases.Where(question => places[question.User] % folds != fold)], Sources, _measure, _parallel);
    }

    /// <summary>The gain of every case with these weights.</summary>
    public double[] Ndcgs(float[] weights) => Ndcgs(weights, 0, [weights[0]])[0];

    /// <summary>The gain of every case with these weights but one, by that one's value.</summary>
    public double[][] Ndcgs(float[] weights, int source, float[] values)
    {
        double[][] ndcgs = [.. values.Select(_ => new double[_cases.Length])];
        _ = Parallel.For(0, (_cases.Length + Block - 1) / Block, _parallel, () => (Others: Array.Empty<float>(), Sums: Array.Empty<float>()), (block, _, own) =>
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
                    TensorPrimitives.MultiplyAdd(shares.AsSpan(source * candidates, candidates), values[value], others, sums);
                    ndcgs[value][i] = _measure.Of(sums, target);
                }
            }

            return own;
        }, _ => { });
        return ndcgs;
    }

    /// <summary>The mean gain of one blend over another, and its standard error with the cases of one user taken together.</summary>
    public PairedGain Gain(double[] from, double[] to) => PairedGain.Of(_users, from, to);

    private void AddOthers(float[] shares, float[] weights, int source, Span<float> sums)
    {
        sums.Clear();
        for (int other = 0; other < Sources; other++)
        {
            if (other != source && weights[other] != 0)
            {
                TensorPrimitives.MultiplyAdd(shares.AsSpan(other * sums.Length, sums.Length), weights[other], sums, sums);
            }
        }
    }
}
