using System.Globalization;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Engine.Rollouts;

/// <summary>Evaluates a canary by the results of its experiment and by the list counts of the silos.</summary>
public static class CanaryEvaluator
{
    /// <summary>Creates the report.</summary>
    /// <param name="results">The results of the experiment of <see cref="CanaryExperiment"/>.</param>
    /// <param name="tally">The counts of the silos since the start of the canary.</param>
    /// <param name="options">The limits of the guardrails.</param>
    /// <param name="now">The time of the report.</param>
    public static CanaryReport Judge(
        ExperimentResults results, RolloutTally tally, RolloutOptions options, DateTimeOffset now)
    {
        MetricResult lift = results.Of(CanaryExperiment.Conversion, CanaryExperiment.Treatment);
        return new()
        {
            At = now,
            LiveUsers = results.Arms[0].Units,
            Users = results.Arms[1].Units,
            Lift = lift.Relative,
            LiftLow = lift.RelativeInterval?.Low,
            LiftHigh = lift.RelativeInterval?.High,
            Guardrails =
            [
                Conversion(results.Of(CanaryExperiment.ConversionFloor, CanaryExperiment.Treatment), options),
                Split(results),
                Guardrails.Rise(
                    "errors",
                    "lists failed",
                    (tally.Live.Failed, tally.Live.Lists),
                    (tally.New.Failed, tally.New.Lists),
                    options.ErrorRise),
                Guardrails.Rise(
                    "fallbackLevel",
                    "lists used a lower fallback level",
                    (tally.Live.Late, tally.Live.Lists),
                    (tally.New.Late, tally.New.Lists),
                    options.FallbackRise),
                Guardrails.Slow(tally.Live, tally.New, options),
                Guardrails.Diversity(tally.Live, tally.New, options),
                Guardrails.Coverage(tally.Live, tally.New, options),
            ],
        };
    }

    private static Guardrail Conversion(MetricResult floor, RolloutOptions options) => new(
        "conversion",
        floor.Control,
        floor.Value,
        floor.Verdict switch
        {
            Verdict.Breached => GuardrailVerdict.Breached,
            Verdict.Holds => GuardrailVerdict.Holds,
            _ => GuardrailVerdict.Open
        },
        string.Create(CultureInfo.InvariantCulture, $"{floor.Value * 100:0.###} % of the users convert, "
            + $"{floor.Control * 100:0.###} % with the live version; allowed drop: "
            + $"{options.ConversionMargin * 100:0.#} %."));

    /// <summary>
    /// Checks the split of the users. After a sample ratio mismatch no other figure of the experiment is valid.
    /// </summary>
    private static Guardrail Split(ExperimentResults results)
    {
        double all = Math.Max(1, results.Arms.Sum(arm => arm.Units));
        return new(
            "split",
            results.Arms[0].Units / all,
            results.Arms[1].Units / all,
            results.SampleRatio.IsMismatch ? GuardrailVerdict.Breached : GuardrailVerdict.Holds,
            string.Create(CultureInfo.InvariantCulture, $"{results.Arms[1].Units} users of the new version and "
                + $"{results.Arms[0].Units} of the live one; planned are equal numbers (p = "
                + $"{results.SampleRatio.PValue:0.####})."));
    }
}
