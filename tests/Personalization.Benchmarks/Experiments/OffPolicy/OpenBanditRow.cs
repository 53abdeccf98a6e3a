namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>One logged impression of the Open Bandit data.</summary>
/// <param name="Item">The item shown, from 0.</param>
/// <param name="Position">Where it was shown, 0 to 2.</param>
/// <param name="Click">Whether it was clicked.</param>
/// <param name="Propensity">The probability with which it was shown there.</param>
/// <param name="User">The user's four features.</param>
/// <param name="Affinities">How close the user is to each item.</param>
internal sealed record OpenBanditRow(
    int Item, int Position, bool Click, double Propensity, string[] User, double[] Affinities);
