using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Ranks the cases of a hold-out against all items, those of the user's history left out.</summary>
internal static class Evaluator
{
    /// <summary>Judges the whole engine.</summary>
    public static OfflineMetrics Engine(ModelSnapshot model, IReadOnlyList<EvaluationCase> cases, int listLength, CancellationToken cancellationToken)
    {
        SeenItemFilter gate = new(model.Items.Count);
        MetricSum sum = new(model.Items.Count);
        foreach (EvaluationCase question in cases)
        {
            RankedItem[] list = model.Recommend(question.Signal, gate.Of(question), listLength, cancellationToken);
            foreach (RankedItem ranked in list)
            {
                sum.Show(ranked.Item);
            }

            sum.Add(1 + Array.FindIndex(list, ranked => ranked.Item == question.Target));
        }

        return sum.Result();
    }

    /// <summary>The NDCG of every case; it does not depend on the number of threads.</summary>
    public static double[] Ndcgs(ModelSnapshot model, IReadOnlyList<EvaluationCase> cases, int listLength, int threads, CancellationToken cancellationToken)
    {
        double[] ndcgs = new double[cases.Count];
        ParallelOptions parallel = TrainingThreads.Options(threads, cancellationToken);
        _ = Parallel.For(0, ndcgs.Length, parallel, () => new SeenItemFilter(model.Items.Count), (i, _, gate) =>
        {
            RankedItem[] list = model.Recommend(cases[i].Signal, gate.Of(cases[i]), listLength, cancellationToken);
            int rank = 1 + Array.FindIndex(list, ranked => ranked.Item == cases[i].Target);
            ndcgs[i] = rank > 0 ? 1 / Math.Log2(rank + 1) : 0;
            return gate;
        }, _ => { });
        return ndcgs;
    }

    /// <summary>Judges one source alone, not filled up.</summary>
    public static OfflineMetrics Source(ModelParts parts, ICandidateSource source, IReadOnlyList<EvaluationCase> cases, int listLength, CancellationToken cancellationToken)
    {
        SeenItemFilter gate = new(parts.ItemCount);
        MetricSum sum = new(parts.ItemCount);
        Workspace work = parts.NewWorkspace();
        Candidate[] list = new Candidate[listLength];
        foreach (EvaluationCase question in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            work.Interactions.Fold(question.Signal.Events.Span, parts.SessionGapMs);
            int count = source.Collect(work, gate.Of(question), list);
            foreach (ref readonly Candidate candidate in list.AsSpan(0, count))
            {
                sum.Show(candidate.Item);
            }

            sum.Add(1 + Array.FindIndex(list, 0, count, candidate => candidate.Item == question.Target));
        }

        return sum.Result();
    }
}
