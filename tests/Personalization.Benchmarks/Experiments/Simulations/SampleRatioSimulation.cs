using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>Experiments whose split is watched.</summary>
internal static class SampleRatioSimulation
{
    /// <summary>For each run the first look at which a mismatch was found; 0 for never.</summary>
    /// <param name="plan">How much is simulated.</param>
    /// <param name="planned">The planned shares.</param>
    /// <param name="actual">The shares users really come in.</param>
    /// <param name="level">The error level.</param>
    public static int[] FirstLooks(SimulationPlan plan, double[] planned, double[] actual, double level) =>
        plan.Run(chance =>
        {
            long[] counts = new long[planned.Length];
            for (int look = 1; look <= plan.Looks; look++)
            {
                for (int user = 0; user < planned.Length * plan.UsersPerLook; user++)
                {
                    double at = chance.NextDouble();
                    int arm = 0;
                    while (arm < actual.Length - 1 && at >= actual[arm])
                    {
                        at -= actual[arm++];
                    }

                    counts[arm]++;
                }

                if (SampleRatioTest.LogEvidence(counts, planned, plan.AllUsers, level) >= -Math.Log(level))
                {
                    return look;
                }
            }

            return 0;
        });
}
