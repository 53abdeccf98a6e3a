namespace Personalization.Engine.Evaluation;

/// <summary>NDCG among given candidates, as <see cref="SampledGain"/> expects it from the scores of a larger set of which they are drawn.</summary>
/// <param name="sizes">How many candidates cases have.</param>
internal sealed class SampledMeasure(IEnumerable<int> sizes) : IBlendMeasure
{
    private readonly Dictionary<int, SampledGain> _gains = sizes.Distinct().ToDictionary(size => size, size => new SampledGain(size - 1));

    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> scores, int target)
    {
        int above = ScoreCounts.Above(scores, scores[target]);
        int notBelow = ScoreCounts.Above(scores, MathF.BitDecrement(scores[target]));
        return _gains[scores.Length].Of(above, notBelow - above - 1);
    }
}
