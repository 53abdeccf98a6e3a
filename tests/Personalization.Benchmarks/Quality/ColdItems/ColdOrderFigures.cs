namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>The figures of one order of the cold items.</summary>
/// <param name="Name">The name of the order.</param>
/// <param name="Auc">The probability that a chosen cold item ranks before one that is not chosen; mean over
/// users.</param>
/// <param name="Recall">The mean share of a user's chosen cold items among the first 20.</param>
/// <param name="Ndcg">NDCG of the first 20.</param>
internal sealed record ColdOrderFigures(string Name, double Auc, double Recall, double Ndcg);
