namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// Controls the false discovery rate at alpha with e-BH (Wang and Ramdas, "False discovery rate control with e-values",
/// JRSS B 2022).
/// </summary>
/// <remarks>
/// e-BH is valid under any dependence between metrics and at any stopping time. The usual Benjamini-Hochberg procedure
/// on p-values is valid for neither.
/// </remarks>
internal static class FalseDiscoveries
{
    /// <summary>Gets the number of rejected hypotheses: those with the greatest evidence.</summary>
    /// <param name="logEvidence">The logarithm of each hypothesis' e-value.</param>
    /// <param name="alpha">The allowed expected share of false discoveries.</param>
    public static int Count(IEnumerable<double> logEvidence, double alpha)
    {
        double[] falling = [.. logEvidence.OrderDescending()];
        int rejected = 0;
        for (int k = 1; k <= falling.Length; k++)
        {
            rejected = falling[k - 1] >= Math.Log(falling.Length / (alpha * k)) ? k : rejected;
        }

        return rejected;
    }

    /// <summary>
    /// Gets the level at which intervals agree with the rejections: alpha x rejected / all (Xu, Wang and Ramdas,
    /// "Post-selection inference for e-value based confidence intervals", 2022).
    /// </summary>
    /// <remarks>An interval at this level excludes 0 exactly when its hypothesis is rejected.</remarks>
    public static double Level(int rejected, int all, double alpha) => alpha * Math.Max(1, rejected) / all;
}
