using Personalization.Engine.Datasets;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Evaluates variants of a source on the same cases.</summary>
/// <param name="cases">The cases.</param>
/// <param name="itemCount">The number of items.</param>
/// <param name="sessions">The number of sessions that the sources search; 0 for none.</param>
/// <param name="factors">The number of dimensions of the factor vectors.</param>
/// <param name="sessionGapMs">A pause longer than this starts a new session, milliseconds.</param>
/// <param name="listLength">The length of the evaluated lists.</param>
/// <remarks>The result does not depend on the number of threads.</remarks>
internal sealed class SourceEvaluator(
    IReadOnlyList<EvaluationCase> cases, int itemCount, int sessions, int factors, long sessionGapMs, int listLength)
{
    private const int Block = 64;

    /// <summary>Computes the NDCG of the source's list on every case.</summary>
    public double[] Ndcgs(ICandidateSource source, int threads, CancellationToken cancellationToken)
    {
        double[] gains = new double[cases.Count];
        ParallelOptions parallel = TrainingThreads.Options(threads, cancellationToken);
        int blocks = (cases.Count + Block - 1) / Block;
        _ = Parallel.For(
            0,
            blocks,
            parallel,
            () => (Work: new Workspace(itemCount, sessions, factors), Filter: new SeenItemFilter(itemCount)),
            (block, _, own) =>
            {
                Candidate[] list = new Candidate[listLength];
                for (int i = block * Block; i < Math.Min(cases.Count, (block + 1) * Block); i++)
                {
                    own.Work.Interactions.Fold(cases[i].Signal.Events.Span, sessionGapMs);
                    int count = source.Collect(own.Work, own.Filter.Of(cases[i]), list);
                    int at = Array.FindIndex(list, 0, count, candidate => candidate.Item == cases[i].Target);
                    gains[i] = at < 0 ? 0 : 1 / Math.Log2(at + 2);
                }

                return own;
            }, _ => { });
        return gains;
    }
}
