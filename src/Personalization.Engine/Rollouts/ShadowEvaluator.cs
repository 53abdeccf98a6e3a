using Personalization.Abstractions.Rollouts;

namespace Personalization.Engine.Rollouts;

/// <summary>
/// Judges a version by the lists it ranked beside the live one. That lists differ is what a new version is for and refuses none; that it fails, is slow or leaves lists
/// empty does, once it is beyond chance at every look.
/// </summary>
public static class ShadowEvaluator
{
    /// <summary>Makes the report; null before anything was compared.</summary>
    public static ShadowReport? Judge(RolloutTally tally, RolloutOptions options)
    {
        if (tally.New.Lists == 0)
        {
            return null;
        }

        IEnumerable<Guardrail> guardrails =
        [
            Guardrails.Rise("errors", "of the lists fail", (tally.Live.Failed, tally.Live.Lists), (tally.New.Failed, tally.New.Lists), options.ErrorRise),
            Guardrails.Rise("empty", "of the lists are empty", (tally.Live.EmptyLists, tally.Live.Lists), (tally.New.EmptyLists, tally.New.Lists), options.ErrorRise),
            Guardrails.Slow(tally.Live, tally.New, options),
        ];
        return new()
        {
            Lists = tally.Compared,
            Dropped = tally.Dropped,
            Failed = tally.New.Failed,
            Overlap = tally.Compared == 0 ? 0 : tally.Overlap / tally.Compared,
            RankBiasedOverlap = tally.Compared == 0 ? 0 : tally.RankBiasedOverlap / tally.Compared,
            LiveEmpty = (double)tally.Live.EmptyLists / Math.Max(1, tally.Live.Lists),
            Empty = (double)tally.New.EmptyLists / tally.New.Lists,
            LiveItems = DistinctCount.Estimate(tally.Live.Items.AsSpan()),
            Items = DistinctCount.Estimate(tally.New.Items.AsSpan()),
            LiveP99 = Guardrails.P99(tally.Live),
            P99 = Guardrails.P99(tally.New),
            Problems = [.. guardrails.Where(guardrail => guardrail.Verdict == GuardrailVerdict.Breached).Select(guardrail => $"{guardrail.Name}: {guardrail.Why}")],
        };
    }
}
