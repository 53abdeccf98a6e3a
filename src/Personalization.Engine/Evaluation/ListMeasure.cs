namespace Personalization.Engine.Evaluation;

/// <summary>NDCG of a list of the best: candidates without a positive score are not on it, equal scores stand in the candidates' order.</summary>
/// <param name="listLength">The length of the list.</param>
internal sealed class ListMeasure(int listLength) : IBlendMeasure
{
    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> scores, int target)
    {
        int rank = Rank(scores, target);
        return rank > 0 && rank <= listLength ? 1 / Math.Log2(rank + 1) : 0;
    }

    private static int Rank(ReadOnlySpan<float> scores, int target)
    {
        float own = target < 0 ? 0 : scores[target];
        return own <= 0 ? 0 : 1 + ScoreCounts.Above(scores[..target], MathF.BitDecrement(own)) + ScoreCounts.Above(scores[(target + 1)..], own);
    }
}
