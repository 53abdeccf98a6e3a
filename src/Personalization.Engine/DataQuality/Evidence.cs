namespace Personalization.Engine.DataQuality;

/// <summary>The evidence of a count for a break: the logarithm of a likelihood ratio.</summary>
/// <remarks>
/// Counts vary more than independent events, because people come in visits and good hours follow good hours. The
/// evidence is therefore divided by the overdispersion found in the history.
/// </remarks>
internal static class Evidence
{
    /// <summary>
    /// Computes the evidence for a changed volume: Poisson with <paramref name="factor"/> times the usual mean against
    /// Poisson with the usual mean.
    /// </summary>
    /// <param name="count">The count.</param>
    /// <param name="usual">The usual mean.</param>
    /// <param name="factor">Above 1 for a rise, below 1 for a fall.</param>
    /// <param name="spread">The variance divided by that of Poisson, from 1.</param>
    public static double OfVolume(double count, double usual, double factor, double spread) =>
        ((count * Math.Log(factor)) - (usual * (factor - 1))) / spread;

    /// <summary>
    /// Computes the evidence for a changed share: binomial with share <paramref name="broken"/> against binomial with
    /// share <paramref name="usual"/>.
    /// </summary>
    /// <param name="hits">The count, at most <paramref name="of"/>.</param>
    /// <param name="of">The number of events.</param>
    /// <param name="usual">The usual share, between 0 and 1 exclusive.</param>
    /// <param name="broken">The share under a break, between 0 and 1 exclusive.</param>
    /// <param name="spread">The variance divided by that of a binomial, from 1.</param>
    public static double OfShare(double hits, double of, double usual, double broken, double spread) =>
        ((hits * Math.Log(broken / usual)) + ((of - hits) * Math.Log((1 - broken) / (1 - usual)))) / spread;
}
