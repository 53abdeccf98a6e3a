namespace Personalization.Engine.Evaluation;

/// <summary>
/// The expected NDCG of the target among negatives sampled from the candidates (<see cref="SampledGain"/>).
/// </summary>
/// <param name="sizes">The numbers of candidates that occur.</param>
internal sealed class SampledMeasure(IEnumerable<int> sizes) : IBlendMeasure
{
    private readonly Dictionary<int, SampledGain> _gains = sizes.Distinct().ToDictionary(
        size => size, size => new SampledGain(size - 1));

    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> scores, int target)
    {
        int above = ScoreCounts.Above(scores, scores[target]);
        int notBelow = ScoreCounts.Above(scores, MathF.BitDecrement(scores[target]));
        return _gains[scores.Length].Of(above, notBelow - above - 1);
    }
}
