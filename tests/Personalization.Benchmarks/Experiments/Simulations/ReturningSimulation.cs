using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>
/// A/A experiments whose users keep coming back: every look some of the users seen so far convert again, and their old
/// part is taken back for the new. The theory is for users whose outcome is complete; this is how much it matters that
/// they are not.
/// </summary>
internal static class ReturningSimulation
{
    /// <summary>In how many runs a difference was concluded at any look.</summary>
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

    /// <summary>A twentieth of the users come back; who bought before buys more often.</summary>
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
