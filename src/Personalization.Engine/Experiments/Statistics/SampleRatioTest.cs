namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// Watches whether the arms get the shares of users they should: the sequential multinomial test of Lindon and Malek ("Anytime-valid inference
/// for multinomial count data", NeurIPS 2022). The evidence is the Dirichlet-multinomial mixture of the counts against the planned shares;
/// exact, and valid at every look. A mismatch means that exposures are lost or users are moved, and that no result of the experiment can be trusted.
/// </summary>
public static class SampleRatioTest
{
    /// <summary>The logarithm of the evidence (e-value) against the planned shares.</summary>
    /// <param name="counts">The exposed users of each arm.</param>
    /// <param name="shares">The planned share of each arm, above 0, in the same order; they sum to 1.</param>
    /// <param name="plannedUnits">At how many users in all the test is to be sharpest; it is valid at any.</param>
    /// <param name="level">The error level it is to be sharpest for.</param>
    /// <exception cref="ArgumentException">There are not as many shares as counts.</exception>
    public static double LogEvidence(ReadOnlySpan<long> counts, ReadOnlySpan<double> shares, long plannedUnits, double level)
    {
        if (counts.Length != shares.Length)
        {
            throw new ArgumentException($"There are {counts.Length} counts and {shares.Length} shares.", nameof(shares));
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
