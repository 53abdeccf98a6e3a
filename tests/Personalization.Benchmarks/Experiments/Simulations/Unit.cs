using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>One simulated user.</summary>
/// <param name="Outcome">The outcome of the user.</param>
/// <param name="Denominator">The denominator of a ratio metric.</param>
/// <param name="Past">The user's value before the experiment, for CUPED.</param>
internal readonly record struct Unit(double Outcome, double Denominator = 1, double Past = 0)
{
    /// <summary>Gets the user's moments as the statistics store them.</summary>
    public Moments Moments() => Engine.Experiments.Statistics.Moments.Of(Outcome, Denominator, Past);
}
