namespace Personalization.Engine.Training.Search;

/// <summary>What factor models tried with some parameters reach, case by case: in lists of the best, and among given candidates.</summary>
/// <param name="Lists">NDCG of their own lists.</param>
/// <param name="Given">The gain among given candidates.</param>
internal sealed record FactorGains(double[] Lists, double[] Given);
