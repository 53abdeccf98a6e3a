using System.Globalization;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Engine.Rollouts;

/// <summary>Judges a canary by the results of its experiment and by what silos counted of the lists.</summary>
public static class CanaryEvaluator
{
    /// <summary>Makes the report.</summary>
    /// <param name="results">The results of the experiment of <see cref="CanaryExperiment"/>.</param>
    /// <param name="tally">What silos counted since the canary began.</param>
    /// <param name="options">What is tolerated.</param>
    /// <param name="now">When, for the record.</param>
    public static CanaryReport Judge(ExperimentResults results, RolloutTally tally, RolloutOptions options, DateTimeOffset now)
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
                Guardrails.Rise("errors", "of the lists fail", (tally.Live.Failed, tally.Live.Lists), (tally.New.Failed, tally.New.Lists), options.ErrorRise),
                Guardrails.Rise("rung", "of the lists are answered by a lower rung", (tally.Live.Late, tally.Live.Lists), (tally.New.Late, tally.New.Lists), options.FallbackRise),
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
        floor.Verdict switch { Verdict.Breached => GuardrailVerdict.Breached, Verdict.Holds => GuardrailVerdict.Holds, _ => GuardrailVerdict.Open },
        string.Create(CultureInfo.InvariantCulture, $"{floor.Value * 100:0.###} % of the users convert, {floor.Control * 100:0.###} % of those measured beside them; {options.ConversionMargin * 100:0.#} % less is tolerated."));

    /// <summary>A split that is not as planned: users of one version vanish before they are counted, and nothing else can be trusted.</summary>
    private static Guardrail Split(ExperimentResults results)
    {
        double all = Math.Max(1, results.Arms.Sum(arm => arm.Units));
        return new(
            "split",
            results.Arms[0].Units / all,
            results.Arms[1].Units / all,
            results.SampleRatio.IsMismatch ? GuardrailVerdict.Breached : GuardrailVerdict.Holds,
            string.Create(CultureInfo.InvariantCulture, $"{results.Arms[1].Units} users got the version and {results.Arms[0].Units} were measured beside them; as many of each are planned (p = {results.SampleRatio.PValue:0.####})."));
    }
}
