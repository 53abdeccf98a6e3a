using MathNet.Numerics.Distributions;
using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>Simulates experiments on the 95th percentile of log-normal latencies.</summary>
internal static class QuantileSimulation
{
    private const double Quantile = 0.95;

    /// <summary>Gets, for each run, the first interim analysis that found a difference; 0 for none.</summary>
    /// <param name="plan">The plan of the simulation.</param>
    /// <param name="slower">The share by which treated users are slower.</param>
    /// <param name="level">The error level.</param>
    public static int[] FirstLooks(SimulationPlan plan, double slower, double level) => plan.Run(chance =>
    {
        SortedDictionary<int, long>[] bins = [[], []];
        for (int look = 1; look <= plan.Looks; look++)
        {
            for (int arm = 0; arm < 2; arm++)
            {
                for (int user = 0; user < plan.UsersPerLook; user++)
                {
                    int bin = QuantileCounts.BinOf(
                        Math.Exp(3 + (0.6 * Normal.Sample(chance, 0, 1))) * (arm == 1 ? 1 + slower : 1));
                    bins[arm][bin] = bins[arm].GetValueOrDefault(bin) + 1;
                }
            }

            if (Interval(bins[1], plan, level) is { } to
                && Interval(bins[0], plan, level) is { } from
                && !(to - from).Covers(0))
            {
                return look;
            }
        }

        return 0;
    });

    private static Interval? Interval(SortedDictionary<int, long> bins, SimulationPlan plan, double level) =>
        QuantileSequence.Of(
            new() { Bins = bins.ToImmutableSortedDictionary() }, Quantile, level / 2, plan.AllUsers / 2);
}
