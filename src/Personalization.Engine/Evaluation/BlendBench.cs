using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Personalization.Engine.Candidates;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Training;

namespace Personalization.Engine.Evaluation;

/// <summary>
/// Tells fast what any weights reach: each case's candidates are collected once and only added up anew, and when one weight is tried at many values
/// the other sources are added up once. The result does not depend on the number of threads.
/// </summary>
internal sealed class BlendBench
{
    private const int Block = 64;

    // of each case what every source says of its candidates: source after source, the candidates by number
    private readonly float[][] _shares;
    private readonly int[] _targets;
    private readonly int[] _users;
    private readonly int _listLength;
    private readonly ParallelOptions _parallel;

    /// <summary>Collects the candidates of every case.</summary>
    public BlendBench(ModelParts parts, IReadOnlyList<EvaluationCase> cases, int listLength, int threads, CancellationToken cancellationToken)
    {
        _listLength = listLength;
        Sources = parts.Sources.Count;
        _targets = new int[cases.Count];
        _users = [.. cases.Select(question => question.User)];
        _shares = new float[cases.Count][];
        _parallel = TrainingThreads.Options(threads, cancellationToken);
        int depth = Math.Max(Blender.MinDepth, listLength);
        _ = Parallel.For(0, (cases.Count + Block - 1) / Block, _parallel, () => (Work: parts.NewWorkspace(), Gate: new SeenGate(parts.ItemCount), Lists: new Candidate[Sources][]), (block, _, own) =>
        {
            for (int i = block * Block; i < Math.Min(cases.Count, (block + 1) * Block); i++)
            {
                own.Work.Prints.Fold(cases[i].Signal.Events.Span, parts.SessionGapMs);
                ItemGate gate = own.Gate.Of(cases[i]);
                for (int source = 0; source < Sources; source++)
                {
                    Candidate[] list = new Candidate[depth];
                    own.Lists[source] = list[..parts.Sources[source].Collect(own.Work, gate, list)];
                }

                (_shares[i], _targets[i]) = Gather(own.Lists, cases[i].Target);
            }

            return own;
        }, _ => { });
    }

    private BlendBench(BlendBench all, int[] cases)
    {
        (Sources, _listLength, _parallel) = (all.Sources, all._listLength, all._parallel);
        _shares = [.. cases.Select(i => all._shares[i])];
        _targets = [.. cases.Select(i => all._targets[i])];
        _users = [.. cases.Select(i => all._users[i])];
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

        return new(this, [.. Enumerable.Range(0, _users.Length).Where(i => places[_users[i]] % folds != fold)]);
    }

    /// <summary>The NDCG of every case with these weights.</summary>
    public double[] Ndcgs(float[] weights) => Ndcgs(weights, 0, [weights[0]])[0];

    /// <summary>The NDCG of every case with these weights but one, by that one's value.</summary>
    public double[][] Ndcgs(float[] weights, int source, float[] values)
    {
        double[][] ndcgs = [.. values.Select(_ => new double[_targets.Length])];
        _ = Parallel.For(0, (_targets.Length + Block - 1) / Block, _parallel, () => (Others: Array.Empty<float>(), Sums: Array.Empty<float>()), (block, _, own) =>
        {
            for (int i = block * Block; i < Math.Min(_targets.Length, (block + 1) * Block); i++)
            {
                int candidates = _shares[i].Length / Sources;
                own = own.Sums.Length >= candidates ? own : (new float[candidates], new float[candidates]);
                Span<float> others = own.Others.AsSpan(0, candidates);
                AddOthers(_shares[i], weights, source, others);
                for (int value = 0; value < values.Length; value++)
                {
                    Span<float> sums = own.Sums.AsSpan(0, candidates);
                    TensorPrimitives.MultiplyAdd(_shares[i].AsSpan(source * candidates, candidates), values[value], others, sums);
                    int rank = Rank(sums, _targets[i]);
                    ndcgs[value][i] = rank > 0 && rank <= _listLength ? 1 / Math.Log2(rank + 1) : 0;
                }
            }

            return own;
        }, _ => { });
        return ndcgs;
    }

    /// <summary>The mean gain of one blend over another, and its standard error with the cases of one user taken together.</summary>
    public PairedGain Gain(double[] from, double[] to) => PairedGain.Of(_users, from, to);

    /// <summary>What every source says of all candidates in the order of their numbers, and the target's place among them; -1 when it is none.</summary>
    private static (float[] Shares, int Target) Gather(Candidate[][] lists, int target)
    {
        int[] items = [.. lists.SelectMany(list => list).Select(candidate => candidate.Item).Distinct().Order()];
        float[] shares = new float[lists.Length * items.Length];
        for (int source = 0; source < lists.Length; source++)
        {
            foreach (ref readonly Candidate candidate in lists[source].AsSpan())
            {
                shares[(source * items.Length) + Array.BinarySearch(items, candidate.Item)] = candidate.Score / lists[source][0].Score;
            }
        }

        return (shares, Math.Max(-1, Array.BinarySearch(items, target)));
    }

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

    private static int Rank(ReadOnlySpan<float> sums, int target)
    {
        float own = target < 0 ? 0 : sums[target];
        return own <= 0 ? 0 : 1 + Above(sums[..target], MathF.BitDecrement(own)) + Above(sums[(target + 1)..], own);
    }

    /// <summary>How many are above a value.</summary>
    private static int Above(ReadOnlySpan<float> sums, float value)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(sums);
        Vector<int> counts = Vector<int>.Zero;
        foreach (Vector<float> vector in vectors)
        {
            counts -= Vector.GreaterThan(vector, new Vector<float>(value));
        }

        int count = Vector.Sum(counts);
        foreach (float sum in sums[(vectors.Length * Vector<float>.Count)..])
        {
            count += sum > value ? 1 : 0;
        }

        return count;
    }
}
