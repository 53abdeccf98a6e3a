using Personalization.Engine.Candidates;
using Personalization.Engine.Training;

namespace Personalization.Engine.Evaluation;

/// <summary>Judges variants of a source by how they rank given candidates (<see cref="GivenGain"/>), on the same cases, on any number of threads with the same result.</summary>
/// <param name="cases">The cases.</param>
/// <param name="itemCount">How many items there are.</param>
/// <param name="options">The seed of what is drawn, how many threads work.</param>
internal sealed class GivenJudge(IReadOnlyList<EvaluationCase> cases, int itemCount, TrainingOptions options)
{
    private const int Block = 64;
    private readonly GivenSample _sample = new(itemCount, options.Seed);

    /// <summary>The gain of a source's own order, by case.</summary>
    /// <param name="source">The source; it needs no board of sessions.</param>
    /// <param name="factors">The length of its factor vectors.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public double[] Gains(ICandidateSource source, int factors, CancellationToken cancellationToken)
    {
        double[] gains = new double[cases.Count];
        int[][] given = new int[cases.Count][];
        SeenGate gate = new(itemCount);
        for (int i = 0; i < given.Length; i++)
        {
            given[i] = _sample.Of(cases[i], i, gate);
        }

        GivenMeasure measure = new(given.Select(items => items.Length));
        _ = Parallel.For(0, (cases.Count + Block - 1) / Block, TrainingThreads.Options(options.Threads, cancellationToken), () => new Workspace(itemCount, 0, factors), (block, _, work) =>
        {
            float[] scores = new float[GivenSample.Most + 1];
            for (int i = block * Block; i < Math.Min(cases.Count, (block + 1) * Block); i++)
            {
                work.Prints.Fold(cases[i].Signal.Events.Span, options.SessionGapMs);
                GivenScores.Of(source, work, given[i], scores.AsSpan(0, given[i].Length));
                gains[i] = measure.Of(scores.AsSpan(0, given[i].Length), 0);
            }

            return work;
        }, _ => { });
        return gains;
    }
}
