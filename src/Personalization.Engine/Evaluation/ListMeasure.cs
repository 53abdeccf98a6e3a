namespace Personalization.Engine.Evaluation;

/// <summary>The NDCG of the target on the list of the best candidates.</summary>
/// <param name="listLength">The length of the list.</param>
/// <remarks>Candidates without a positive score are not on the list. Ties keep the order of the candidates.</remarks>
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
        if (own <= 0)
        {
            return 0;
        }

        int before = ScoreCounts.Above(scores[..target], MathF.BitDecrement(own));
        return 1 + before + ScoreCounts.Above(scores[(target + 1)..], own);
    }
}
