using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Ranks the cases of a hold-out against all items, without the items of the user's history.</summary>
internal static class Evaluator
{
    /// <summary>Evaluates the whole engine.</summary>
    public static OfflineMetrics Engine(
        ModelSnapshot model,
        IReadOnlyList<EvaluationCase> cases,
        int listLength,
        CancellationToken cancellationToken) => Engine(model, cases, listLength, out _, cancellationToken);

    /// <summary>Evaluates the whole engine.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cases">The cases. A target below 0 is on no list.</param>
    /// <param name="listLength">The length of the evaluated lists.</param>
    /// <param name="ndcgs">The NDCG of every case.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static OfflineMetrics Engine(
        ModelSnapshot model,
        IReadOnlyList<EvaluationCase> cases,
        int listLength,
        out double[] ndcgs,
        CancellationToken cancellationToken)
    {
        List<double> gains = new(cases.Count);
        SeenItemFilter filter = new(model.Items.Count);
        MetricSum sum = new(model.Items.Count);
        foreach (EvaluationCase testCase in cases)
        {
            RankedItem[] list = model.Recommend(
                testCase.Signal,
                filter.Of(testCase),
                listLength,
                cancellationToken,
                finish: ListFinish.WithoutReasons);
            foreach (RankedItem ranked in list)
            {
                sum.Show(ranked.Item);
            }

            int rank = 1 + Array.FindIndex(list, ranked => ranked.Item == testCase.Target);
            sum.Add(rank);
            gains.Add(rank > 0 ? 1 / Math.Log2(rank + 1) : 0);
        }

        ndcgs = [.. gains];
        return sum.Result();
    }

    /// <summary>Computes the NDCG of every case. The result does not depend on the number of threads.</summary>
    public static double[] Ndcgs(
        ModelSnapshot model,
        IReadOnlyList<EvaluationCase> cases,
        int listLength,
        int threads,
        CancellationToken cancellationToken)
    {
        double[] ndcgs = new double[cases.Count];
        ParallelOptions parallel = TrainingThreads.Options(threads, cancellationToken);
        _ = Parallel.For(0, ndcgs.Length, parallel, () => new SeenItemFilter(model.Items.Count), (i, _, filter) =>
        {
            RankedItem[] list = model.Recommend(
                cases[i].Signal,
                filter.Of(cases[i]),
                listLength,
                cancellationToken,
                finish: ListFinish.WithoutReasons);
            int rank = 1 + Array.FindIndex(list, ranked => ranked.Item == cases[i].Target);
            ndcgs[i] = rank > 0 ? 1 / Math.Log2(rank + 1) : 0;
            return filter;
        }, _ => { });
        return ndcgs;
    }

    /// <summary>Evaluates one source by the candidates that it retrieves.</summary>
    public static OfflineMetrics Source(
        ModelParts parts,
        ICandidateSource source,
        IReadOnlyList<EvaluationCase> cases,
        int listLength,
        CancellationToken cancellationToken) =>
        Source(parts, source, cases, listLength, out _, cancellationToken);

    /// <summary>Evaluates one source by the candidates that it retrieves.</summary>
    /// <param name="parts">The sources of the model.</param>
    /// <param name="source">The source to evaluate.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="listLength">The length of the evaluated lists.</param>
    /// <param name="ndcgs">The NDCG of every case.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static OfflineMetrics Source(
        ModelParts parts,
        ICandidateSource source,
        IReadOnlyList<EvaluationCase> cases,
        int listLength,
        out double[] ndcgs,
        CancellationToken cancellationToken)
    {
        List<double> gains = new(cases.Count);
        SeenItemFilter filter = new(parts.ItemCount);
        MetricSum sum = new(parts.ItemCount);
        Workspace work = parts.NewWorkspace();
        Candidate[] list = new Candidate[listLength];
        foreach (EvaluationCase testCase in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            work.Interactions.Fold(testCase.Signal.Events.Span, parts.SessionGapMs);
            int count = source.Collect(work, filter.Of(testCase), list);
            foreach (ref readonly Candidate candidate in list.AsSpan(0, count))
            {
                sum.Show(candidate.Item);
            }

            int rank = 1 + Array.FindIndex(list, 0, count, candidate => candidate.Item == testCase.Target);
            sum.Add(rank);
            gains.Add(rank > 0 ? 1 / Math.Log2(rank + 1) : 0);
        }

        ndcgs = [.. gains];
        return sum.Result();
    }
}
