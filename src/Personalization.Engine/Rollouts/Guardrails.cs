using System.Globalization;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Rollouts;

/// <summary>The guardrails on the lists that silos count.</summary>
/// <remarks>
/// Each guardrail compares two confidence sequences, so it may be checked at any time. A version within the limits is
/// ever found in breach with a probability of at most <see cref="Level"/>. The lists of one user are alike, which makes
/// the intervals slightly too narrow; the limits allow for that.
/// </remarks>
internal static class Guardrails
{
    /// <summary>The probability that one guardrail ever reports a false breach.</summary>
    public const double Level = 0.01;

    /// <summary>
    /// The number of lists at which intervals are narrowest. It is small so that a broken version is found early. The
    /// conversion guardrail finds slightly worse versions.
    /// </summary>
    private const int Planned = 500;

    private const double Quantile = 0.99;

    /// <summary>Checks that a share does not rise by more than the limit.</summary>
    /// <param name="name">The name of the guardrail.</param>
    /// <param name="what">The counted event, for the reason.</param>
    /// <param name="live">The count of the live version, and its lists.</param>
    /// <param name="own">The count of the new version, and its lists.</param>
    /// <param name="rise">The limit, as a share.</param>
    public static Guardrail Rise(
        string name, string what, (long Yes, long Count) live, (long Yes, long Count) own, double rise)
    {
        Interval before = ProportionSequence.Of(live.Yes, live.Count, Level / 2, Planned);
        Interval after = ProportionSequence.Of(own.Yes, own.Count, Level / 2, Planned);
        GuardrailVerdict verdict = VerdictOf(after.Low > before.High + rise, after.High < before.Low + rise);
        double? liveShare = live.Count == 0 ? null : (double)live.Yes / live.Count;
        double? share = own.Count == 0 ? null : (double)own.Yes / own.Count;
        return new(
            name,
            liveShare,
            share,
            verdict,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{share * 100:0.###} % of {own.Count} {what}, {liveShare * 100:0.###} % of {live.Count} with the live "
                    + $"version; allowed rise: {rise * 100:0.###} points."));
    }

    /// <summary>Checks that the 99th percentile of ranking time is not above the limit.</summary>
    public static Guardrail Slow(RankingTally live, RankingTally own, RolloutOptions options)
    {
        Interval? before = QuantileSequence.Of(Histogram(live), Quantile, Level / 2, Planned);
        Interval? after = QuantileSequence.Of(Histogram(own), Quantile, Level / 2, Planned);
        GuardrailVerdict verdict = before is { } reference && after is { } current
            ? VerdictOf(
                PromotionGateEvaluator.IsSlow(current.Low, reference.High, options),
                !PromotionGateEvaluator.IsSlow(current.High, reference.Low, options))
            : GuardrailVerdict.Open;
        return new(
            "p99",
            P99(live),
            P99(own),
            verdict,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The 99th percentile of ranking time is {P99(own):0.##} ms, {P99(live):0.##} ms with the live "
                    + $"version; "
                    + $"allowed: {options.LatencyFactor:0.##} times that, or {options.LatencyFloorMs:0.##} ms."));
    }

    /// <summary>Checks that the mean diversity of a list does not fall by more than the limit.</summary>
    public static Guardrail Diversity(RankingTally live, RankingTally own, RolloutOptions options)
    {
        NormalMixture mixture = new(Planned, Level / 2);
        Interval? before = MeanSequence.Of(MomentsOf(live), mixture, Level / 2);
        Interval? after = MeanSequence.Of(MomentsOf(own), mixture, Level / 2);
        double allowed = 1 - options.DiversityDrop;
        bool isKnown = Math.Min(live.Diverse, own.Diverse) >= options.CoverageLists;
        GuardrailVerdict verdict = isKnown && before is { } reference && after is { } current
            ? VerdictOf(current.High < allowed * reference.Low, current.Low > allowed * reference.High)
            : GuardrailVerdict.Open;
        double? liveMean = MeanSequence.Estimate(MomentsOf(live));
        double? mean = MeanSequence.Estimate(MomentsOf(own));
        return new(
            "diversity",
            liveMean,
            mean,
            verdict,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{mean * 100:0.#} % of the pairs on a list differ in category, {liveMean * 100:0.#} % with the live "
                    + $"version; allowed drop: {options.DiversityDrop * 100:0.#} %."));
    }

    /// <summary>
    /// Checks that the number of distinct items on equally many lists does not fall by more than the limit.
    /// </summary>
    /// <remarks>The limit is far above the error of the estimates, so they decide directly.</remarks>
    public static Guardrail Coverage(RankingTally live, RankingTally own, RolloutOptions options)
    {
        double before = DistinctCount.Estimate(live.Items.AsSpan());
        double after = DistinctCount.Estimate(own.Items.AsSpan());
        GuardrailVerdict verdict = Math.Min(live.Covered, own.Covered) < options.CoverageLists ? GuardrailVerdict.Open
            : after < (1 - options.CoverageDrop) * before ? GuardrailVerdict.Breached
            : GuardrailVerdict.Holds;
        return new(
            "coverage",
            before,
            after,
            verdict,
            string.Create(
                CultureInfo.InvariantCulture,
                $"About {after:0} distinct items on {own.Covered} lists, {before:0} on {live.Covered} lists of the "
                    + $"live "
                    + $"version; allowed drop: {options.CoverageDrop * 100:0.#} %."));
    }

    /// <summary>Gets the 99th percentile of ranking time, milliseconds; null without rankings.</summary>
    public static double? P99(RankingTally tally) => QuantileSequence.Estimate(Histogram(tally), Quantile);

    private static GuardrailVerdict VerdictOf(bool isBreached, bool holds)
    {
        if (isBreached)
        {
            return GuardrailVerdict.Breached;
        }

        return holds ? GuardrailVerdict.Holds : GuardrailVerdict.Open;
    }

    private static QuantileCounts Histogram(RankingTally tally) => new() { Bins = tally.Milliseconds };

    private static Moments MomentsOf(RankingTally tally) => new()
    {
        Count = tally.Diverse,
        OutcomeSum = tally.DiversitySum,
        BaseSum = (Int128)tally.Diverse * Moments.Scale,
        OutcomeSquares = (Int128)tally.DiversitySquares * Moments.Scale,
        BaseSquares = (Int128)tally.Diverse * Moments.Scale * Moments.Scale,
        OutcomeByBase = (Int128)tally.DiversitySum * Moments.Scale,
    };
}
