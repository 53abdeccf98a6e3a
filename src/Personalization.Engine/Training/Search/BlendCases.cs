using System.Numerics.Tensors;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Search;

/// <summary>Collects the scores of every source for the candidates of every case.</summary>
/// <remarks>The result does not depend on the number of threads.</remarks>
internal static class BlendCases
{
    private const int Block = 64;

    /// <summary>Collects the scores of the candidates that the sources retrieve.</summary>
    public static BlendCase[] Brought(
        ModelParts parts,
        IReadOnlyList<EvaluationCase> cases,
        int listLength,
        int threads,
        CancellationToken cancellationToken)
    {
        int depth = Math.Max(Blender.MinDepth, listLength);
        return Collect(parts, cases, threads, (testCase, _, work, seen) =>
        {
            CandidateFilter filter = seen.Of(testCase);
            Candidate[][] lists = [.. parts.Sources.Select(source =>
            {
                Candidate[] list = new Candidate[depth];
                return list[..source.Collect(work, filter, list)];
            })];
            return Gather(lists, testCase);
        }, cancellationToken);
    }

    /// <summary>Collects the scores of sampled negatives: items that the user has not seen.</summary>
    public static BlendCase[] Sampled(
        ModelParts parts,
        IReadOnlyList<EvaluationCase> cases,
        int seed,
        int threads,
        CancellationToken cancellationToken)
    {
        SampledNegatives negatives = new(parts.ItemCount, seed);
        return Collect(parts, cases, threads, (testCase, place, work, seen) =>
        {
            int[] items = negatives.Of(testCase, place, seen);
            float[] shares = new float[parts.Sources.Count * items.Length];
            for (int source = 0; source < parts.Sources.Count; source++)
            {
                float best = Blender.BestOf(parts.Sources[source], work, seen);
                Span<float> own = shares.AsSpan(source * items.Length, items.Length);
                SampledScores.Of(parts.Sources[source], work, items, own);
                best = MathF.Max(best, TensorPrimitives.Max<float>(own));
                if (best > 0)
                {
                    TensorPrimitives.Divide(own, best, own);
                }
            }

            return new(shares, 0, testCase.User);
        }, cancellationToken);
    }

    private static BlendCase[] Collect(
        ModelParts parts,
        IReadOnlyList<EvaluationCase> cases,
        int threads,
        Func<EvaluationCase, int, Workspace, SeenItemFilter, BlendCase> collect,
        CancellationToken cancellationToken)
    {
        BlendCase[] collected = new BlendCase[cases.Count];
        int blocks = (cases.Count + Block - 1) / Block;
        ParallelOptions parallel = TrainingThreads.Options(threads, cancellationToken);
        _ = Parallel.For(
            0,
            blocks,
            parallel,
            () => (Work: parts.NewWorkspace(), Filter: new SeenItemFilter(parts.ItemCount)),
            (block, _, own) =>
            {
                for (int i = block * Block; i < Math.Min(cases.Count, (block + 1) * Block); i++)
                {
                    own.Work.Interactions.Fold(cases[i].Signal.Events.Span, parts.SessionGapMs);
                    collected[i] = collect(cases[i], i, own.Work, own.Filter);
                }

                return own;
            }, _ => { });
        return collected;
    }

    /// <summary>Arranges the scores of every source by candidate, in the order of item numbers.</summary>
    private static BlendCase Gather(Candidate[][] lists, EvaluationCase testCase)
    {
        int[] items = [.. lists.SelectMany(list => list).Select(candidate => candidate.Item).Distinct().Order()];
        float[] shares = new float[lists.Length * items.Length];
        for (int source = 0; source < lists.Length; source++)
        {
            foreach (ref readonly Candidate candidate in lists[source].AsSpan())
            {
                shares[(source * items.Length) + Array.BinarySearch(items, candidate.Item)] =
                    candidate.Score / lists[source][0].Score;
            }
        }

        return new(shares, Math.Max(-1, Array.BinarySearch(items, testCase.Target)), testCase.User);
    }
}
