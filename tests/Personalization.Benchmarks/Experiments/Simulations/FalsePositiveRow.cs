namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>The false positives of one rule.</summary>
/// <param name="World">The simulated metric.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Wrong">The number of runs in which any interim analysis found a difference.</param>
/// <param name="Level">The allowed share of false positives.</param>
/// <param name="IsPromise">Whether the engine guarantees the level; otherwise the row is for comparison.</param>
internal sealed record FalsePositiveRow(string World, string Rule, int Wrong, double Level, bool IsPromise)
{
    /// <summary>Gets the share of runs with a false positive.</summary>
    public double Rate(SimulationPlan plan) => (double)Wrong / plan.Runs;
}
