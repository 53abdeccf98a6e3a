using System.Globalization;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>
/// Measures how often and how early a confidence sequence finds a true effect, compared with a test of fixed size.
/// </summary>
internal static class PowerTable
{
    private const double Level = 0.05;
    private const double Rate = 0.1;

    /// <summary>
    /// The users per arm at which a single test at 5 % finds a lift of 10 % on a conversion of 10 % with a power of 80
    /// %.
    /// </summary>
    private const int FixedUsers = 14_751;

    /// <summary>Simulates the experiments and renders the tables as Markdown.</summary>
    public static string Render(SimulationPlan plan)
    {
        SimulationPlan sized = plan with { UsersPerLook = FixedUsers / plan.Looks, Runs = Math.Max(1, plan.Runs / 2) };
        MarkdownTable table = new(
            "true lift",
            "found by a t-test at the planned size",
            "by a confidence sequence up to the planned size",
            "up to twice the size",
            "mean users to the conclusion, of the planned size");
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
                Percent(Share(first, run => run[0] > 0)),
                stops.Length == 0 ? string.Empty : Percent(stops.Average()));
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

            Power: conversion of {Rate:0.#%}, {FixedUsers:N0} planned users per arm, {sized.Runs:N0} experiments
            per row.

            {table}
            In {(double)misses / sized.Runs:0.##%} of the experiments (allowed {Level:0.##%}) the interval
            missed the true lift of 10 % at any of {sized.Looks} interim analyses. CUPED on users with a habit removed
            {reduction:0.#%} of the variance. A lift of 5 % was found in
            {Share(withPast, run => run[0] > 0):0.#%} of the experiments with CUPED and in
            {Share(without, run => run[0] > 0):0.#%} without.

            """);
    }

    private static double Share(int[][] runs, Func<int[], bool> found) => (double)runs.Count(found) / runs.Length;

    private static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);
}
