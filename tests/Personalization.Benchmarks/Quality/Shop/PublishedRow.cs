using System.Globalization;

namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>
/// A published row that another evaluator measured on the same files. The benchmark checks its evaluator against these
/// rows.
/// </summary>
internal sealed record PublishedRow(string Name, double HitRate, double Ndcg)
{
    /// <summary>Most popular by purchases.</summary>
    public static readonly PublishedRow MostPopular = new("most popular by purchases", .0455, .0223);

    /// <summary>Item-kNN by raw co-counts.</summary>
    public static readonly PublishedRow CoCounts = new("item-kNN, raw co-counts", .0911, .0500);

    /// <summary>Item-kNN by cosine.</summary>
    public static readonly PublishedRow Cosine = new("item-kNN, cosine", .0695, .0375);

    /// <summary>
    /// The published table rounds to four decimals, and its evaluator broke ties in single precision.
    /// </summary>
    private const double Tolerance = .0005;

    /// <summary>Gets whether this evaluator gives the row for some order of the ties.</summary>
    public bool IsReproducedBy(RankScore score) =>
        HitRate >= score.Least.HitRate - Tolerance && HitRate <= score.Most.HitRate + Tolerance
        && Ndcg >= score.Least.Ndcg - Tolerance && Ndcg <= score.Most.Ndcg + Tolerance;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{HitRate:.0000}/{Ndcg:.0000}");
}
