using Personalization.Abstractions.Experiments;


namespace Personalization.Engine.Evaluation.OffPolicy;

/// <summary>
/// Judges a policy by what another one logged, before it meets a user. Intervals are percentile bootstraps over groups of draws, the reward model
/// fitted anew for each resample, so that they know of its uncertainty as well. Deterministic by seed.
/// </summary>
public static class OffPolicyEvaluator
{
    private const int Estimators = 4;

    /// <summary>Judges it.</summary>
    /// <exception cref="ArgumentException">There are no draws, or one has no propensity or other features than the rest.</exception>
    public static OffPolicyReport Evaluate(IReadOnlyList<LoggedDecision> draws, OffPolicyOptions options)
    {
        Check(draws);
        int[] groups = Groups(draws);
        int count = groups.Max() + 1;
        double[] weights = [.. draws.Select(draw => draw.TargetPropensity / draw.Propensity)];
        double[] clipped = [.. weights.Select(weight => Math.Min(weight, options.Clip))];
        double[] times = new double[count];
        Array.Fill(times, 1);
        double[] values = Estimate(draws, groups, clipped, times, options);
        double[][] resampled = Resample(draws, groups, clipped, count, options);
        OffPolicyEstimate Of(int estimator) => new(values[estimator], Around(resampled[estimator], options.Level));
        double sum = clipped.Sum();
        return new()
        {
            Draws = draws.Count,
            Logged = draws.Average(draw => draw.Reward),
            Ips = Of(0),
            Snips = Of(1),
            Dm = Of(2),
            Dr = Of(3),
            EffectiveDraws = sum == 0 ? 0 : sum * sum / clipped.Sum(weight => weight * weight),
            MeanWeight = weights.Average(),
            Clipped = (double)weights.Count(weight => weight > options.Clip) / draws.Count,
        };
    }

    private static double[][] Resample(IReadOnlyList<LoggedDecision> draws, int[] groups, double[] weights, int count, OffPolicyOptions options)
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

            double[] values = Estimate(draws, groups, weights, times, options);
            for (int estimator = 0; estimator < Estimators; estimator++)
            {
                found[estimator][resample] = values[estimator];
            }
        }

        return found;
    }

    /// <summary>IPS, SNIPS, DM and DR with each group taken so many times.</summary>
    private static double[] Estimate(IReadOnlyList<LoggedDecision> draws, int[] groups, double[] weights, double[] times, OffPolicyOptions options)
    {
        double[][] models = [.. Enumerable.Range(0, options.Folds).Select(fold => Fit(draws, groups, times, fold, options))];
        double all = 0;
        double weight = 0;
        double weighted = 0;
        double direct = 0;
        double corrected = 0;
        for (int i = 0; i < draws.Count; i++)
        {
            double often = times[groups[i]];
            if (often > 0)
            {
                LoggedDecision draw = draws[i];
                double[] model = models[groups[i] % options.Folds];
                all += often;
                weight += often * weights[i];
                weighted += often * weights[i] * draw.Reward;
                direct += often * RidgeRegression.Predict(model, draw.ExpectedFeatures);
                corrected += often * weights[i] * (draw.Reward - RidgeRegression.Predict(model, draw.Features));
            }
        }

        return [weighted / all, weight == 0 ? 0 : weighted / weight, direct / all, (direct + corrected) / all];
    }

    private static double[] Fit(IReadOnlyList<LoggedDecision> draws, int[] groups, double[] times, int withoutFold, OffPolicyOptions options)
    {
        RidgeRegression regression = new(draws[0].Features.Length, options.Ridge);
        for (int i = 0; i < draws.Count; i++)
        {
            bool isOther = options.Folds == 1 || groups[i] % options.Folds != withoutFold;
            if (isOther && times[groups[i]] > 0)
            {
                regression.Add(draws[i].Features, draws[i].Reward, times[groups[i]]);
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

    /// <summary>Groups numbered from 0 in the order they come.</summary>
    private static int[] Groups(IReadOnlyList<LoggedDecision> draws)
    {
        Dictionary<int, int> numbers = [];
        return [.. draws.Select(draw => numbers.TryGetValue(draw.Group, out int number) ? number : numbers[draw.Group] = numbers.Count)];
    }

    private static void Check(IReadOnlyList<LoggedDecision> draws)
    {
        if (draws.Count == 0)
        {
            throw new ArgumentException("There are no draws to judge by.", nameof(draws));
        }

        for (int i = 0; i < draws.Count; i++)
        {
            LoggedDecision draw = draws[i];
            if (!(draw.Propensity is > 0 and <= 1) || !(draw.TargetPropensity is >= 0 and <= 1) || !double.IsFinite(draw.Reward))
            {
                throw new ArgumentException($"Draw {i} needs a propensity above 0 and up to 1, a target propensity of 0 to 1 and a finite reward: {draw.Propensity}, {draw.TargetPropensity}, {draw.Reward}.", nameof(draws));
            }

            if (draw.Features.Length != draws[0].Features.Length || draw.ExpectedFeatures.Length != draws[0].Features.Length)
            {
                throw new ArgumentException($"Draw {i} has {draw.Features.Length} and {draw.ExpectedFeatures.Length} features, the first {draws[0].Features.Length}.", nameof(draws));
            }
        }
    }
}
