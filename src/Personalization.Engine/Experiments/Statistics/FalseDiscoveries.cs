namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// Chooses among many hypotheses so that of what is chosen at most a share of alpha is false, in the mean: e-BH (Wang and Ramdas, "False discovery rate
/// control with e-values", JRSS B 2022). Taken because it holds under any dependence between the metrics and at any stopping; the usual
/// procedure on p-values holds for neither.
/// </summary>
internal static class FalseDiscoveries
{
    /// <summary>How many hypotheses are rejected: those with the greatest evidence.</summary>
    /// <param name="logEvidence">The logarithm of each hypothesis' e-value.</param>
    /// <param name="alpha">The share allowed to be false.</param>
    public static int Count(IEnumerable<double> logEvidence, double alpha)
    {
        double[] falling = [.. logEvidence.OrderDescending()];
        int chosen = 0;
        for (int k = 1; k <= falling.Length; k++)
        {
            chosen = falling[k - 1] >= Math.Log(falling.Length / (alpha * k)) ? k : chosen;
        }

        return chosen;
    }

    /// <summary>
    /// The level at which intervals agree with the choice: alpha times the chosen over all (Xu, Wang and Ramdas, "Post-selection inference for e-value based confidence
    /// intervals", 2022). An interval of this level leaves nought out exactly when its hypothesis is chosen.
    /// </summary>
    public static double Level(int chosen, int all, double alpha) => alpha * Math.Max(1, chosen) / all;
}
