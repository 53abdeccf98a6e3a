namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// Tests whether the arms get their planned shares of users: the sequential multinomial test of Lindon and Malek
/// ("Anytime-valid inference for multinomial count data", NeurIPS 2022).
/// </summary>
/// <remarks>
/// The evidence is the Dirichlet-multinomial mixture of the counts against the planned shares. It is exact and valid at
/// every interim analysis. A sample ratio mismatch means that exposures are lost or users are moved; all results of the
/// experiment are invalid then.
/// </remarks>
public static class SampleRatioTest
{
    /// <summary>Gets the logarithm of the evidence (e-value) against the planned shares.</summary>
    /// <param name="counts">The number of exposed users in each arm.</param>
    /// <param name="shares">The planned share of each arm, above 0, in the same order; they sum to 1.</param>
    /// <param name="plannedUnits">
    /// The number of users in all arms at which the test has the most power; it is valid at any number.
    /// </param>
    /// <param name="level">The error level for which the test has the most power.</param>
    /// <exception cref="ArgumentException">The numbers of counts and shares differ.</exception>
    public static double LogEvidence(
        ReadOnlySpan<long> counts, ReadOnlySpan<double> shares, long plannedUnits, double level)
    {
        if (counts.Length != shares.Length)
        {
            throw new ArgumentException(
                $"The number of shares must be {counts.Length} but was {shares.Length}.", nameof(shares));
        }

        double concentration = BernoulliMixture.Concentration(plannedUnits, level);
        double log = 0;
        long all = 0;
        for (int arm = 0; arm < counts.Length; arm++)
        {
            log += Gamma.LogRising(concentration * shares[arm], counts[arm]) - (counts[arm] * Math.Log(shares[arm]));
            all += counts[arm];
        }

        return log - Gamma.LogRising(concentration, all);
    }
}
