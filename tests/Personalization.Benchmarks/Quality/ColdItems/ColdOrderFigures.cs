namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>How the cold items are put in order among themselves.</summary>
/// <param name="Name">By what.</param>
/// <param name="Auc">The chance that a cold item the user chose stands before one they did not, mean over
/// users.</param>
/// <param name="Recall">The mean share of a user's cold choices among the first 20.</param>
/// <param name="Ndcg">NDCG of the first 20.</param>
internal sealed record ColdOrderFigures(string Name, double Auc, double Recall, double Ndcg);
