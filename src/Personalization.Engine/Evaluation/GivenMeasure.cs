namespace Personalization.Engine.Evaluation;

/// <summary>NDCG among given candidates, as <see cref="GivenGain"/> expects it from the scores of a larger set of which they are drawn.</summary>
/// <param name="sizes">How many candidates cases have.</param>
internal sealed class GivenMeasure(IEnumerable<int> sizes) : IBlendMeasure
{
    private readonly Dictionary<int, GivenGain> _gains = sizes.Distinct().ToDictionary(size => size, size => new GivenGain(size - 1));

    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> scores, int target)
    {
        int above = ScoreCounts.Above(scores, scores[target]);
        int notBelow = ScoreCounts.Above(scores, MathF.BitDecrement(scores[target]));
        return _gains[scores.Length].Of(above, notBelow - above - 1);
    }
}
