namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>The figures of lists over all items.</summary>
/// <param name="Name">The name of the variant.</param>
/// <param name="ColdRecall">The mean share of a user's chosen cold items that are on the list.</param>
/// <param name="ColdPlaces">The mean share of a list's places with a cold item.</param>
/// <param name="WarmHitRate">The share of lists with the user's last chosen warm item.</param>
/// <param name="WarmNdcg">The NDCG of that item.</param>
internal sealed record ColdListFigures(
    string Name, double ColdRecall, double ColdPlaces, double WarmHitRate, double WarmNdcg);
