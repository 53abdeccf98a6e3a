namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>How often one rule was wrong.</summary>
/// <param name="World">What was measured.</param>
/// <param name="Rule">How it was concluded.</param>
/// <param name="Wrong">In how many runs it said at any look that arms differ.</param>
/// <param name="Level">How often it may.</param>
/// <param name="IsPromise">Whether the engine promises it; otherwise the row is there to compare with.</param>
internal sealed record FalsePositiveRow(string World, string Rule, int Wrong, double Level, bool IsPromise)
{
    /// <summary>The share of the runs in which it was wrong.</summary>
    public double Rate(SimulationPlan plan) => (double)Wrong / plan.Runs;
}
