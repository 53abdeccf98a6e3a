using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>
/// Simulates experiments on a mean, proportion or ratio. Several rules analyze the same users many times.
/// </summary>
internal static class MeanSimulation
{
    /// <summary>Gets, for each run and rule, the first interim analysis that found a difference; 0 for none.</summary>
    public static int[][] FirstLooks(SimulationPlan plan, Func<Random, bool, Unit> users, params LookRule[] rules) =>
        plan.Run(chance =>
        {
            int[] first = new int[rules.Length];
            Moments control = default;
            Moments arm = default;
            for (int look = 1; look <= plan.Looks && first.Contains(0); look++)
            {
                for (int user = 0; user < plan.UsersPerLook; user++)
                {
                    control += users(chance, false).Moments();
                    arm += users(chance, true).Moments();
                }

                for (int rule = 0; rule < rules.Length; rule++)
                {
                    first[rule] = first[rule] == 0 && rules[rule].Concludes(look, control, arm) ? look : first[rule];
                }
            }

            return first;
        });

    /// <summary>
    /// Gets the number of runs in which the engine's interval missed the true difference at any interim analysis.
    /// </summary>
    public static int Misses(SimulationPlan plan, Func<Random, bool, Unit> users, double difference, double level) =>
        plan.Run(chance =>
        {
            NormalMixture mixture = new(plan.AllUsers, level);
            Moments control = default;
            Moments arm = default;
            bool missed = false;
            for (int look = 1; look <= plan.Looks && !missed; look++)
            {
                for (int user = 0; user < plan.UsersPerLook; user++)
                {
                    control += users(chance, false).Moments();
                    arm += users(chance, true).Moments();
                }

                missed = control.Count >= 100
                    && MeanSequence.Difference(control, arm, mixture, level) is { } interval
                    && !interval.Covers(difference);
            }

            return missed;
        }).Count(missed => missed);

    /// <summary>Gets the share of the variance of the difference that CUPED removes, mean over runs.</summary>
    public static double VarianceReduction(SimulationPlan plan, Func<Random, bool, Unit> users) => plan.Run(chance =>
    {
        Moments control = default;
        Moments arm = default;
        for (int user = 0; user < plan.Looks * plan.UsersPerLook; user++)
        {
            control += users(chance, false).Moments();
            arm += users(chance, true).Moments();
        }

        return Contrast.Of(control, arm)!.Value.VarianceReduction;
    }).Average();
}
