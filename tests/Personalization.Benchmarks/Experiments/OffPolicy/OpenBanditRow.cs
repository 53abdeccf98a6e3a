namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>One logged impression of the Open Bandit data.</summary>
/// <param name="Item">The number of the shown item, from 0.</param>
/// <param name="Position">The position of the item, from 0.</param>
/// <param name="Click">Whether the item was clicked.</param>
/// <param name="Propensity">The probability of showing the item at this position.</param>
/// <param name="User">The user's features.</param>
/// <param name="Affinities">The user's affinity to each item; empty if unknown.</param>
internal sealed record OpenBanditRow(
    int Item, int Position, bool Click, double Propensity, string[] User, double[] Affinities);
