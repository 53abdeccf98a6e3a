using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>Simulates A/A experiments with returning users.</summary>
/// <remarks>
/// Before every interim analysis some of the earlier users convert again, and their new value replaces the old one. The
/// theory assumes complete outcomes; this simulation measures the effect of incomplete ones.
/// </remarks>
internal static class ReturningSimulation
{
    /// <summary>Gets the number of runs in which any interim analysis found a difference.</summary>
    public static int FalsePositives(SimulationPlan plan, double level) => plan.Run(chance =>
    {
        LookRule rule = LookRule.Sequence(plan.AllUsers, level);
        List<double>[] users = [[], []];
        Moments[] arms = new Moments[2];
        bool concluded = false;
        for (int look = 1; look <= plan.Looks && !concluded; look++)
        {
            for (int arm = 0; arm < 2; arm++)
            {
                Arrive(chance, users[arm], ref arms[arm], plan.UsersPerLook);
                Return(chance, users[arm], ref arms[arm]);
            }

            concluded = rule.Concludes(look, arms[0], arms[1]);
        }

        return concluded;
    }).Count(concluded => concluded);

    private static void Arrive(Random chance, List<double> users, ref Moments arm, int count)
    {
        for (int i = 0; i < count; i++)
        {
            users.Add(chance.NextDouble() < 0.1 ? 1 : 0);
            arm += Moments.Of(users[^1]);
        }
    }

    /// <summary>Lets a twentieth of the users return; users with an earlier purchase buy more often.</summary>
    private static void Return(Random chance, List<double> users, ref Moments arm)
    {
        for (int i = 0; i < users.Count / 20; i++)
        {
            int user = chance.Next(users.Count);
            double before = users[user];
            users[user] += chance.NextDouble() < 0.1 + (0.2 * Math.Min(1, before)) ? 1 : 0;
            arm = arm - Moments.Of(before) + Moments.Of(users[user]);
        }
    }
}
