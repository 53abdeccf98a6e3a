namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>One ranker's figures.</summary>
/// <param name="Name">The ranker.</param>
/// <param name="HitRate">HR@20, the mean over the orders of ties.</param>
/// <param name="Ndcg">NDCG@20, likewise.</param>
/// <param name="Least">The same with every tie decided against the ranker.</param>
/// <param name="Most">The same with every tie decided for it.</param>
/// <param name="Published">The row of quality table F; null when it has none.</param>
/// <param name="Reproduced">Whether that row lies between least and most; null when there is no row.</param>
internal sealed record QualityRow(
    string Name, double HitRate, double Ndcg, string Least, string Most, string? Published, bool? Reproduced)
{
    /// <summary>The row of a baseline.</summary>
    public static QualityRow Of(PublishedRow published, RankScore score) =>
        Of(
            published.Name,
            score) with { Published = published.ToString(), Reproduced = published.IsReproducedBy(score) };

    /// <summary>The row of a ranker nobody published figures of.</summary>
    public static QualityRow Of(string name, RankScore score) =>
        new(name, score.Expected.HitRate, score.Expected.Ndcg, Pair(score.Least), Pair(score.Most), null, null);

    private static string Pair((double HitRate, double Ndcg) score) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{score.HitRate:.0000}/{score.Ndcg:.0000}");
}
