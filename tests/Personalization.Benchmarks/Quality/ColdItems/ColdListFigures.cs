namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>Figures of lists over all items.</summary>
/// <param name="Name">Whose lists.</param>
/// <param name="ColdRecall">The mean share of a user's cold choices on their list.</param>
/// <param name="ColdPlaces">The mean share of a list's places that hold a cold item.</param>
/// <param name="WarmHitRate">How often the user's last other choice is on it.</param>
/// <param name="WarmNdcg">How far up.</param>
internal sealed record ColdListFigures(
    string Name, double ColdRecall, double ColdPlaces, double WarmHitRate, double WarmNdcg);
