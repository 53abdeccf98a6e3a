namespace Personalization.Engine.Training.Search;

/// <summary>The gains of factor models trained with one set of parameters, by case.</summary>
/// <param name="Lists">The NDCG of their own lists.</param>
/// <param name="Sampled">The expected NDCG among sampled negatives.</param>
internal sealed record FactorGains(double[] Lists, double[] Sampled);
