namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>The figures of one ranker.</summary>
/// <param name="Name">The name of the ranker.</param>
/// <param name="HitRate">HR@20, the mean over the orders of ties.</param>
/// <param name="Ndcg">NDCG@20, the mean over the orders of ties.</param>
/// <param name="Least">Both metrics with every tie decided against the ranker.</param>
/// <param name="Most">Both metrics with every tie decided for the ranker.</param>
/// <param name="Published">The published row; null without one.</param>
/// <param name="Reproduced">Whether the published row lies between least and most; null without a published
/// row.</param>
internal sealed record QualityRow(
    string Name, double HitRate, double Ndcg, string Least, string Most, string? Published, bool? Reproduced)
{
    /// <summary>Gets the row of a baseline.</summary>
    public static QualityRow Of(PublishedRow published, RankScore score) =>
        Of(
            published.Name,
            score) with
        { Published = published.ToString(), Reproduced = published.IsReproducedBy(score) };

    /// <summary>Gets the row of a ranker without published figures.</summary>
    public static QualityRow Of(string name, RankScore score) =>
        new(name, score.Expected.HitRate, score.Expected.Ndcg, Pair(score.Least), Pair(score.Most), null, null);

    private static string Pair((double HitRate, double Ndcg) score) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{score.HitRate:.0000}/{score.Ndcg:.0000}");
}
