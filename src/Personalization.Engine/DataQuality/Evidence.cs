namespace Personalization.Engine.DataQuality;

/// <summary>
/// How much likelier a count is under a break than as usual: logarithms of likelihood ratios. Counts vary more than coins and dice do (people
/// come in visits, and good days are good for hours), so each is divided by the variance found in history over that of dice.
/// </summary>
internal static class Evidence
{
    /// <summary>For a changed volume: Poisson with <paramref name="factor"/> times the usual mean against the usual mean.</summary>
    /// <param name="count">What was counted.</param>
    /// <param name="usual">The usual mean.</param>
    /// <param name="factor">Above 1 for a rise, below for a fall.</param>
    /// <param name="spread">The variance over that of Poisson, from 1.</param>
    public static double OfVolume(double count, double usual, double factor, double spread) =>
        ((count * Math.Log(factor)) - (usual * (factor - 1))) / spread;

    /// <summary>For a changed share: binomial with share <paramref name="broken"/> against share <paramref name="usual"/>; both inside 0 to 1.</summary>
    /// <param name="hits">How many of <paramref name="of"/>.</param>
    /// <param name="of">How many there were.</param>
    /// <param name="usual">The usual share.</param>
    /// <param name="broken">The share under a break.</param>
    /// <param name="spread">The variance over that of a binomial, from 1.</param>
    public static double OfShare(double hits, double of, double usual, double broken, double spread) =>
        ((hits * Math.Log(broken / usual)) + ((of - hits) * Math.Log((1 - broken) / (1 - usual)))) / spread;
}
