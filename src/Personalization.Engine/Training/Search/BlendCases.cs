using System.Numerics.Tensors;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Search;

/// <summary>Collects what every source says of the candidates of every case. The result does not depend on the number of threads.</summary>
internal static class BlendCases
{
    private const int Block = 64;

    /// <summary>The candidates are those the sources bring.</summary>
    public static BlendCase[] Brought(ModelParts parts, IReadOnlyList<EvaluationCase> cases, int listLength, int threads, CancellationToken cancellationToken)
    {
        int depth = Math.Max(Blender.MinDepth, listLength);
        return Collect(parts, cases, threads, (question, _, work, seen) =>
        {
            CandidateFilter gate = seen.Of(question);
            Candidate[][] lists = [.. parts.Sources.Select(source =>
            {
                Candidate[] list = new Candidate[depth];
                return list[..source.Collect(work, gate, list)];
            })];
            return Gather(lists, question);
        }, cancellationToken);
    }

    /// <summary>The candidates are drawn from the items the user has not met.</summary>
    public static BlendCase[] Given(ModelParts parts, IReadOnlyList<EvaluationCase> cases, int seed, int threads, CancellationToken cancellationToken)
    {
        SampledNegatives sample = new(parts.ItemCount, seed);
        return Collect(parts, cases, threads, (question, place, work, seen) =>
        {
            int[] items = sample.Of(question, place, seen);
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

            return new(shares, 0, question.User);
        }, cancellationToken);
    }

    private static BlendCase[] Collect(
        ModelParts parts, IReadOnlyList<EvaluationCase> cases, int threads, Func<EvaluationCase, int, Workspace, SeenItemFilter, BlendCase> collect, CancellationToken cancellationToken)
    {
        BlendCase[] collected = new BlendCase[cases.Count];
        _ = Parallel.For(
            0, (cases.Count + Block - 1) / Block, TrainingThreads.Options(threads, cancellationToken), () => (Work: parts.NewWorkspace(), Gate: new SeenItemFilter(parts.ItemCount)), (block, _, own) =>
            {
                for (int i = block * Block; i < Math.Min(cases.Count, (block + 1) * Block); i++)
                {
                    own.Work.Interactions.Fold(cases[i].Signal.Events.Span, parts.SessionGapMs);
                    collected[i] = collect(cases[i], i, own.Work, own.Gate);
                }

                return own;
            }, _ => { });
        return collected;
    }

    /// <summary>What every source says of all candidates in the order of their numbers.</summary>
    private static BlendCase Gather(Candidate[][] lists, EvaluationCase question)
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

        return new(shares, Math.Max(-1, Array.BinarySearch(items, question.Target)), question.User);
    }
}
