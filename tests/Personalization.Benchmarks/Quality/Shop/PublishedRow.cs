using System.Globalization;

namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>
/// A row of quality table F, measured by somebody else's evaluator on the same files: what this evaluator is checked
/// against.
/// </summary>
internal sealed record PublishedRow(string Name, double HitRate, double Ndcg)
{
    /// <summary>Most popular by purchases.</summary>
    public static readonly PublishedRow MostPopular = new("most popular by purchases", .0455, .0223);

    /// <summary>Item-kNN by raw co-counts.</summary>
    public static readonly PublishedRow CoCounts = new("item-kNN, raw co-counts", .0911, .0500);

    /// <summary>Item-kNN by cosine.</summary>
    public static readonly PublishedRow Cosine = new("item-kNN, cosine", .0695, .0375);

    /// <summary>The table rounds to four places and its evaluator broke ties in single precision.</summary>
    private const double Tolerance = .0005;

    /// <summary>Whether the row is what this evaluator gives for some order of the ties.</summary>
    public bool IsReproducedBy(RankScore score) =>
        HitRate >= score.Least.HitRate - Tolerance && HitRate <= score.Most.HitRate + Tolerance
        && Ndcg >= score.Least.Ndcg - Tolerance && Ndcg <= score.Most.Ndcg + Tolerance;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{HitRate:.0000}/{Ndcg:.0000}");
}
