using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Judges variants of a source by how they rank given candidates (<see cref="SampledGain"/>), on the same cases, on any number of threads with the same result.</summary>
internal sealed class SampledEvaluator
{
    private const int Block = 64;

    private readonly IReadOnlyList<EvaluationCase> _cases;
    private readonly int _itemCount;
    private readonly TrainingOptions _options;
    private readonly int[][] _given;
    private readonly SampledMeasure _measure;

    /// <summary>Draws what each case is ranked among: the same for every variant.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="itemCount">How many items there are.</param>
    /// <param name="options">The seed of what is drawn, how many threads work.</param>
    public SampledEvaluator(IReadOnlyList<EvaluationCase> cases, int itemCount, TrainingOptions options)
    {
        (_cases, _itemCount, _options) = (cases, itemCount, options);
        SampledNegatives sample = new(itemCount, options.Seed);
        SeenItemFilter gate = new(itemCount);
        _given = [.. cases.Select((question, place) => sample.Of(question, place, gate))];
        _measure = new(_given.Select(items => items.Length));
    }

    /// <summary>The gain of a source's own order, by case.</summary>
    /// <param name="source">The source; it needs no board of sessions.</param>
    /// <param name="factors">The length of its factor vectors.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public double[] Gains(ICandidateSource source, int factors, CancellationToken cancellationToken)
    {
        double[] gains = new double[_cases.Count];
        _ = Parallel.For(0, (_cases.Count + Block - 1) / Block, TrainingThreads.Options(_options.Threads, cancellationToken), () => new Workspace(_itemCount, 0, factors), (block, _, work) =>
        {
            float[] scores = new float[SampledNegatives.Most + 1];
            for (int i = block * Block; i < Math.Min(_cases.Count, (block + 1) * Block); i++)
            {
                work.Interactions.Fold(_cases[i].Signal.Events.Span, _options.SessionGapMs);
                Span<float> own = scores.AsSpan(0, _given[i].Length);
                SampledScores.Of(source, work, _given[i], own);
                gains[i] = _measure.Of(own, 0);
            }

            return work;
        }, _ => { });
        return gains;
    }
}
