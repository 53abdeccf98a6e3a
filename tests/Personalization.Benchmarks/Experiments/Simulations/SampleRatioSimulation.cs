using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>Simulates experiments with a test for sample ratio mismatch.</summary>
internal static class SampleRatioSimulation
{
    /// <summary>Gets, for each run, the first interim analysis that found a mismatch; 0 for none.</summary>
    /// <param name="plan">The plan of the simulation.</param>
    /// <param name="planned">The planned shares of the arms.</param>
    /// <param name="actual">The actual shares of the arms.</param>
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
