using System.Globalization;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>
/// Cost and benefit of valid interim analyses: how often and how early a true effect is found, against a test of fixed
/// size.
/// </summary>
internal static class PowerTable
{
    private const double Level = 0.05;
    private const double Rate = 0.1;

    /// <summary>
    /// The users an arm with which a single test at 5 % finds a lift of 10 % on a conversion of 10 % in 80 of 100
    /// experiments: the textbook's 14,751.
    /// </summary>
    private const int FixedUsers = 14_751;

    /// <summary>Simulates and writes the tables.</summary>
    public static string Render(SimulationPlan plan)
    {
        SimulationPlan sized = plan with { UsersPerLook = FixedUsers / plan.Looks, Runs = Math.Max(1, plan.Runs / 2) };
        MarkdownTable table = new(
            "true lift",
            "t-test once, at the planned size",
            "confidence sequence by the planned size",
            "by twice the size",
            "mean users to its conclusion, of the planned");
        foreach (double lift in new[] { 0.05, 0.1, 0.15, 0.2, 0.3 })
        {
            int[][] first = MeanSimulation.FirstLooks(
                sized with { Looks = 2 * sized.Looks },
                Units.Conversion(Rate, lift),
                LookRule.Sequence(sized.AllUsers, Level),
                LookRule.Once(sized.Looks));
            double[] stops = [.. first.Where(run => run[0] > 0).Select(run => (double)run[0] / sized.Looks)];
            _ = table.Row(
                Percent(lift),
                Percent(Share(first, run => run[1] > 0)),
                Percent(Share(first, run => run[0] > 0 && run[0] <= sized.Looks)),
                Percent(Share(first, run => run[0] > 0)), stops.Length == 0 ? string.Empty : Percent(stops.Average()));
        }

        SimulationPlan half = plan with { Runs = Math.Max(1, plan.Runs / 2) };
        double reduction = MeanSimulation.VarianceReduction(
            half with { Runs = Math.Max(1, plan.Runs / 20) }, Units.RevenueWithPast());
        int[][] withPast = MeanSimulation.FirstLooks(
            half, Units.RevenueWithPast(0.05), LookRule.Sequence(plan.AllUsers, Level));
        Func<Random, bool, Unit> past = Units.RevenueWithPast(0.05);
        int[][] without = MeanSimulation.FirstLooks(
            half,
            (chance, treated) => past(chance, treated) with { Past = 0 },
            LookRule.Sequence(plan.AllUsers, Level));
        int misses = MeanSimulation.Misses(sized, Units.Conversion(Rate, 0.1), Rate * 0.1, Level);
        return string.Create(CultureInfo.InvariantCulture, $"""

            Power: conversion of {Rate:0.#%}, {FixedUsers:N0} users an arm planned, {sized.Runs:N0} experiments a row.

            {table}
            The interval missed the true lift of 10 % at any of {sized.Looks} looks in {(double)misses / sized.Runs:0.##%} of them (allowed {Level:0.##%}).
            CUPED on users with a habit took away {reduction:0.#%} of the variance; a lift of 5 % was found in {Share(withPast, run => run[0] > 0):0.#%} of the experiments with it and in {Share(without, run => run[0] > 0):0.#%} without.

            """);
    }

    private static double Share(int[][] runs, Func<int[], bool> found) => (double)runs.Count(found) / runs.Length;

    private static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);
}
