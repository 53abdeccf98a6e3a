using Personalization.Abstractions.Experiments;


namespace Personalization.Engine.Evaluation.OffPolicy;

/// <summary>Estimates the reward of a policy from the log of another policy.</summary>
/// <remarks>
/// Intervals are percentile bootstraps over groups of decisions. The reward model is fitted again for each resample, so
/// that the intervals include its uncertainty. The result is deterministic by seed.
/// </remarks>
public static class OffPolicyEvaluator
{
    private const int Estimators = 4;

    /// <summary>Estimates the reward of the policy.</summary>
    /// <param name="decisions">The logged decisions, at least one.</param>
    /// <param name="options">The options of the estimators.</param>
    /// <exception cref="ArgumentException">
    /// There are no decisions, or one has an invalid propensity or reward, or another number of features than the
    /// first.
    /// </exception>
    public static OffPolicyReport Evaluate(IReadOnlyList<LoggedDecision> decisions, OffPolicyOptions options)
    {
        Check(decisions);
        int[] groups = Groups(decisions);
        int count = groups.Max() + 1;
        double[] weights = [.. decisions.Select(decision => decision.TargetPropensity / decision.Propensity)];
        double[] clipped = [.. weights.Select(weight => Math.Min(weight, options.Clip))];
        double[] times = new double[count];
        Array.Fill(times, 1);
        double[] values = Estimate(decisions, groups, clipped, times, options);
        double[][] resampled = Resample(decisions, groups, clipped, count, options);
        OffPolicyEstimate Of(int estimator) => new(values[estimator], Around(resampled[estimator], options.Level));
        double sum = clipped.Sum();
        return new()
        {
            Draws = decisions.Count,
            Logged = decisions.Average(decision => decision.Reward),
            Ips = Of(0),
            Snips = Of(1),
            Dm = Of(2),
            Dr = Of(3),
            EffectiveDraws = sum == 0 ? 0 : sum * sum / clipped.Sum(weight => weight * weight),
            MeanWeight = weights.Average(),
            Clipped = (double)weights.Count(weight => weight > options.Clip) / decisions.Count,
        };
    }

    private static double[][] Resample(
        IReadOnlyList<LoggedDecision> decisions, int[] groups, double[] weights, int count, OffPolicyOptions options)
    {
        Random chance = new(options.Seed);
        double[][] found = [.. Enumerable.Range(0, Estimators).Select(_ => new double[options.Resamples])];
        for (int resample = 0; resample < options.Resamples; resample++)
        {
            double[] times = new double[count];
            for (int i = 0; i < count; i++)
            {
                times[chance.Next(count)]++;
            }

            double[] values = Estimate(decisions, groups, weights, times, options);
            for (int estimator = 0; estimator < Estimators; estimator++)
            {
                found[estimator][resample] = values[estimator];
            }
        }

        return found;
    }

    /// <summary>Computes IPS, SNIPS, DM and DR with a multiplicity for each group.</summary>
    private static double[] Estimate(
        IReadOnlyList<LoggedDecision> decisions,
        int[] groups,
        double[] weights,
        double[] times,
        OffPolicyOptions options)
    {
        double[][] models =
        [.. Enumerable.Range(0, options.Folds).Select(fold => Fit(decisions, groups, times, fold, options))];
        double all = 0;
        double weight = 0;
        double weighted = 0;
        double direct = 0;
        double corrected = 0;
        for (int i = 0; i < decisions.Count; i++)
        {
            double often = times[groups[i]];
            if (often > 0)
            {
                LoggedDecision decision = decisions[i];
                double[] model = models[groups[i] % options.Folds];
                all += often;
                weight += often * weights[i];
                weighted += often * weights[i] * decision.Reward;
                direct += often * RidgeRegression.Predict(model, decision.ExpectedFeatures);
                corrected += often * weights[i] * (decision.Reward - RidgeRegression.Predict(model, decision.Features));
            }
        }

        return [weighted / all, weight == 0 ? 0 : weighted / weight, direct / all, (direct + corrected) / all];
    }

    private static double[] Fit(
        IReadOnlyList<LoggedDecision> decisions,
        int[] groups,
        double[] times,
        int withoutFold,
        OffPolicyOptions options)
    {
        RidgeRegression regression = new(decisions[0].Features.Length, options.Ridge);
        for (int i = 0; i < decisions.Count; i++)
        {
            bool isOther = options.Folds == 1 || groups[i] % options.Folds != withoutFold;
            if (isOther && times[groups[i]] > 0)
            {
                regression.Add(decisions[i].Features, decisions[i].Reward, times[groups[i]]);
            }
        }

        return regression.Solve();
    }

    private static Interval Around(double[] values, double level)
    {
        double[] rising = [.. values.Order()];
        int outside = (int)(level / 2 * rising.Length);
        return new(rising[outside], rising[^(outside + 1)]);
    }

    /// <summary>Numbers the groups from 0 in the order of their first decision.</summary>
    private static int[] Groups(IReadOnlyList<LoggedDecision> decisions)
    {
        Dictionary<int, int> numbers = [];
        return [.. decisions.Select(decision => numbers.TryGetValue(decision.Group, out int number)
            ? number
            : numbers[decision.Group] = numbers.Count)];
    }

    private static void Check(IReadOnlyList<LoggedDecision> decisions)
    {
        if (decisions.Count == 0)
        {
            throw new ArgumentException("At least one logged decision is needed.", nameof(decisions));
        }

        for (int i = 0; i < decisions.Count; i++)
        {
            LoggedDecision decision = decisions[i];
            if (!(decision.Propensity is > 0 and <= 1)
                || !(decision.TargetPropensity is >= 0 and <= 1)
                || !double.IsFinite(decision.Reward))
            {
                throw new ArgumentException(
                    $"Decision {i}: the propensity must be above 0 and at most 1 but was {decision.Propensity}, "
                    + $"the target propensity must be 0 to 1 but was {decision.TargetPropensity}, "
                    + $"and the reward must be finite but was {decision.Reward}.",
                    nameof(decisions));
            }

            if (decision.Features.Length != decisions[0].Features.Length
                || decision.ExpectedFeatures.Length != decisions[0].Features.Length)
            {
                throw new ArgumentException(
                    $"Decision {i} must have {decisions[0].Features.Length} features like the first but had "
                    + $"{decision.Features.Length} and {decision.ExpectedFeatures.Length} expected features.",
                    nameof(decisions));
            }
        }
    }
}
