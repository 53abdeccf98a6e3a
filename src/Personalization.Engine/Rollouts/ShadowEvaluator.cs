using Personalization.Abstractions.Rollouts;

namespace Personalization.Engine.Rollouts;

/// <summary>Evaluates a version by the lists that it ranked beside the live one.</summary>
/// <remarks>
/// Different lists are the purpose of a new version and never refuse it. Failures, slow rankings and empty lists refuse
/// it once they are significant at any check.
/// </remarks>
public static class ShadowEvaluator
{
    /// <summary>Creates the report; null before the first comparison.</summary>
    public static ShadowReport? Judge(RolloutTally tally, RolloutOptions options)
    {
        if (tally.New.Lists == 0)
        {
            return null;
        }

        IEnumerable<Guardrail> guardrails =
        [
            Guardrails.Rise(
                "errors",
                "lists failed",
                (tally.Live.Failed, tally.Live.Lists),
                (tally.New.Failed, tally.New.Lists),
                options.ErrorRise),
            Guardrails.Rise(
                "empty",
                "lists were empty",
                (tally.Live.EmptyLists, tally.Live.Lists),
                (tally.New.EmptyLists, tally.New.Lists),
                options.ErrorRise),
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
            Problems = [.. guardrails.Where(guardrail => guardrail.Verdict == GuardrailVerdict.Breached).Select(
                guardrail => $"{guardrail.Name}: {guardrail.Why}")],
        };
    }
}
