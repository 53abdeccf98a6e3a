using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>One simulated user.</summary>
/// <param name="Outcome">What the user did.</param>
/// <param name="Denominator">The user's denominator.</param>
/// <param name="Past">The user's own value from before.</param>
internal readonly record struct Unit(double Outcome, double Denominator = 1, double Past = 0)
{
    /// <summary>As statistics keep it.</summary>
    public Moments Moments() => Engine.Experiments.Statistics.Moments.Of(Outcome, Denominator, Past);
}
