using System.Globalization;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Rollouts;

/// <summary>
/// The guardrails a silo measures by itself, list by list. Each sees by two confidence sequences, so it may be looked at as often as one likes: a version that is no worse
/// than tolerated is ever taken for worse with a probability of at most <see cref="Level"/>. (Lists of one user are alike, which makes the intervals a little too narrow; the
/// tolerance is there for that too.)
/// </summary>
internal static class Guardrails
{
    /// <summary>The probability of a false breach, ever, of one guardrail.</summary>
    public const double Level = 0.01;

    /// <summary>Intervals are narrowest at so many lists: few, since what is broken must be found early; what is a little worse is conversion's to find.</summary>
    private const int Planned = 500;

    private const double Quantile = 0.99;

    /// <summary>A share that must not rise by more than is tolerated.</summary>
    public static Guardrail Rise(string name, string what, (long Yes, long Count) live, (long Yes, long Count) own, double rise)
    {
        Interval before = ProportionSequence.Of(live.Yes, live.Count, Level / 2, Planned);
        Interval after = ProportionSequence.Of(own.Yes, own.Count, Level / 2, Planned);
        GuardrailVerdict verdict = after.Low > before.High + rise ? GuardrailVerdict.Breached
            : after.High < before.Low + rise ? GuardrailVerdict.Holds
            : GuardrailVerdict.Open;
        double? liveShare = live.Count == 0 ? null : (double)live.Yes / live.Count;
        double? share = own.Count == 0 ? null : (double)own.Yes / own.Count;
        return new(name, liveShare, share, verdict, Invariant($"{share * 100:0.###} % of {own.Count} {what}, {liveShare * 100:0.###} % of {live.Count} with the live version; {rise * 100:0.###} points more are tolerated."));
    }

    /// <summary>The time that 99 % of rankings stay below must not be longer than is tolerated.</summary>
    public static Guardrail Slow(RankingTally live, RankingTally own, RolloutOptions options)
    {
        Interval? before = QuantileSequence.Of(Histogram(live), Quantile, Level / 2, Planned);
        Interval? after = QuantileSequence.Of(Histogram(own), Quantile, Level / 2, Planned);
        GuardrailVerdict verdict = before is null || after is null ? GuardrailVerdict.Open
            : PromotionGateEvaluator.IsSlow(after.Value.Low, before.Value.High, options) ? GuardrailVerdict.Breached
            : !PromotionGateEvaluator.IsSlow(after.Value.High, before.Value.Low, options) ? GuardrailVerdict.Holds
            : GuardrailVerdict.Open;
        return new("p99", P99(live), P99(own), verdict, Invariant($"99 % of rankings take up to {P99(own):0.##} ms, {P99(live):0.##} ms with the live version; {options.LatencyFactor:0.##} times that and {options.LatencyFloorMs:0.##} ms are tolerated."));
    }

    /// <summary>The mean diversity of a list must not fall by more than is tolerated.</summary>
    public static Guardrail Diversity(RankingTally live, RankingTally own, RolloutOptions options)
    {
        NormalMixture mixture = new(Planned, Level / 2);
        Interval? before = MeanSequence.Of(MomentsOf(live), mixture, Level / 2);
        Interval? after = MeanSequence.Of(MomentsOf(own), mixture, Level / 2);
        double kept = 1 - options.DiversityDrop;
        GuardrailVerdict verdict = Math.Min(live.Diverse, own.Diverse) < options.CoverageLists || before is null || after is null ? GuardrailVerdict.Open
            : after.Value.High < kept * before.Value.Low ? GuardrailVerdict.Breached
            : after.Value.Low > kept * before.Value.High ? GuardrailVerdict.Holds
            : GuardrailVerdict.Open;
        double? liveMean = MeanSequence.Estimate(MomentsOf(live));
        double? mean = MeanSequence.Estimate(MomentsOf(own));
        return new("diversity", liveMean, mean, verdict, Invariant($"{mean * 100:0.#} % of the pairs on a list differ in category, {liveMean * 100:0.#} % with the live version; {options.DiversityDrop * 100:0.#} % less is tolerated."));
    }

    /// <summary>The number of different items on equally many lists must not fall by more than is tolerated: far more than its error, so the estimates decide.</summary>
    public static Guardrail Coverage(RankingTally live, RankingTally own, RolloutOptions options)
    {
        double before = DistinctCount.Estimate(live.Items.AsSpan());
        double after = DistinctCount.Estimate(own.Items.AsSpan());
        GuardrailVerdict verdict = Math.Min(live.Covered, own.Covered) < options.CoverageLists ? GuardrailVerdict.Open
            : after < (1 - options.CoverageDrop) * before ? GuardrailVerdict.Breached
            : GuardrailVerdict.Holds;
        return new("coverage", before, after, verdict, Invariant($"About {after:0} different items on {own.Covered} lists, {before:0} on {live.Covered} of the live version; {options.CoverageDrop * 100:0.#} % fewer are tolerated."));
    }

    /// <summary>The time that 99 % of rankings stay below, milliseconds; null without any.</summary>
    public static double? P99(RankingTally tally) => QuantileSequence.Estimate(Histogram(tally), Quantile);

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

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
