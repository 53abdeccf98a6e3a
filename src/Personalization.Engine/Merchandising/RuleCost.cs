using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Merchandising;

/// <summary>Estimates what rules cost, by the model's own scores.</summary>
public static class RuleCost
{
    /// <summary>
    /// Returns the discounted sum of the scores of the list after, divided by that of the list before; 1 is no loss.
    /// </summary>
    /// <param name="before">The list without the rule.</param>
    /// <param name="after">The list with the rule.</param>
    /// <returns>The ratio; null when the list before has no positive score.</returns>
    /// <remarks>
    /// The score of an item in the list before counts, because a boost changes scores. An item that is only on the list
    /// after counts at most as much as the last item before.
    /// </remarks>
    public static double? PredictedNdcg(
        ImmutableArray<RecommendedItem> before, ImmutableArray<RecommendedItem> after)
    {
        Dictionary<string, double> scores = before.ToDictionary(
            item => item.ItemId.Value, item => Math.Max(0, item.Score), StringComparer.Ordinal);
        double least = scores.Count == 0 ? 0 : scores.Values.Min();
        double ideal = Discounted(before.Select(item => scores[item.ItemId.Value]).OrderDescending());
        double GainOf(RecommendedItem item) => scores.TryGetValue(item.ItemId.Value, out double score)
            ? score
            : Math.Min(least, Math.Max(0, item.Score));
        return ideal <= 0 ? null : Discounted(after.Select(GainOf)) / ideal;
    }

    private static double Discounted(IEnumerable<double> gains) =>
        gains.Index().Sum(gain => gain.Item / Math.Log2(gain.Index + 2));
}
