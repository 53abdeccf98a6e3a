using Personalization.Engine.Datasets;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Judges variants of a source on the same cases, on any number of threads with the same result.</summary>
/// <param name="cases">The cases.</param>
/// <param name="itemCount">How many items there are.</param>
/// <param name="sessions">How many sessions the sources look through.</param>
/// <param name="factors">The length of their factor vectors.</param>
/// <param name="sessionGapMs">A pause longer than this begins a new session, milliseconds.</param>
/// <param name="listLength">The length of the lists judged.</param>
internal sealed class SourceEvaluator(IReadOnlyList<EvaluationCase> cases, int itemCount, int sessions, int factors, long sessionGapMs, int listLength)
{
    private const int Block = 64;

    /// <summary>The NDCG of a source's own list, by case.</summary>
    public double[] Ndcgs(ICandidateSource source, int threads, CancellationToken cancellationToken)
    {
        double[] gains = new double[cases.Count];
        ParallelOptions parallel = TrainingThreads.Options(threads, cancellationToken);
        int blocks = (cases.Count + Block - 1) / Block;
        _ = Parallel.For(0, blocks, parallel, () => (Work: new Workspace(itemCount, sessions, factors), Gate: new SeenItemFilter(itemCount)), (block, _, own) =>
        {
            Candidate[] list = new Candidate[listLength];
            for (int i = block * Block; i < Math.Min(cases.Count, (block + 1) * Block); i++)
            {
                own.Work.Interactions.Fold(cases[i].Signal.Events.Span, sessionGapMs);
                int count = source.Collect(own.Work, own.Gate.Of(cases[i]), list);
                int at = Array.FindIndex(list, 0, count, candidate => candidate.Item == cases[i].Target);
                gains[i] = at < 0 ? 0 : 1 / Math.Log2(at + 2);
            }

            return own;
        }, _ => { });
        return gains;
    }
}
