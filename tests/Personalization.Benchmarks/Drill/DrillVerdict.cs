using System.Globalization;

namespace Personalization.Benchmarks.Drill;

/// <summary>The requirements of the drill.</summary>
internal static class DrillVerdict
{
    /// <summary>
    /// The share of the conversions that the naive engine must lose during the faults. The rest of the opening time
    /// does not count, since its length is arbitrary.
    /// </summary>
    public const double LargeLoss = 0.1;

    /// <summary>The share of the conversions that the shipped engine must retain, up to <see cref="Chance"/>.</summary>
    public const double RequiredShare = 0.99;

    /// <summary>
    /// The standard errors that count as chance: one in a hundred. A short drill has less power than a long one.
    /// </summary>
    public const double Chance = 2.33;

    /// <summary>
    /// The allowed share of late reads: shoppers, engine and database share a processor that other work can block for a
    /// moment.
    /// </summary>
    public const double LateByChance = 0.001;

    /// <summary>The time within which an alert must fire after the first fault, seconds.</summary>
    public const double AlertWithin = 60;

    /// <summary>Gets the requirements that are not fulfilled; empty if all are.</summary>
    public static IReadOnlyList<string> Check(
        DrillPlan plan, WorldFigures healthy, WorldFigures naive, WorldFigures shipped, WorldFigures? badModel)
    {
        List<string> failures = [];
        Must(failures, naive.ConversionsInFaults <= (1 - LargeLoss) * healthy.ConversionsInFaults, $"the naive engine "
            + $"retained {ShareInFaults(naive, healthy)} of the conversions during the faults, so the faults are too "
            + $"mild for a verdict");
        Must(
            failures,
            Keeps(shipped, healthy),
            $"the shipped engine retained only {Share(shipped, healthy)} of the conversions");
        Must(failures, shipped.Unanswered == 0, $"{shipped.Unanswered} reads got no list");
        Must(failures, shipped.Late <= LateByChance * shipped.Reads, $"{shipped.Late} reads were late");
        Must(failures, shipped.WrongFresh == 0, $"{shipped.WrongFresh} wrong lists had the level fresh");
        Must(failures, shipped.WritesLost == 0, $"{shipped.WritesLost} writes were not acknowledged");
        Must(failures, IsSeen(plan, shipped), "no alert fired within a minute of the first fault");
        Must(
            failures,
            healthy.Alerts.Count == 0,
            $"alerts fired in the healthy world: {string.Join(", ", healthy.Alerts.Select(alert => alert.Name))}");
        if (badModel is not null)
        {
            Must(failures, IsSeen(plan, badModel), "no alert fired within a minute of the bad model");
        }

        return failures;
    }

    private static void Must(List<string> failures, bool holds, string otherwise)
    {
        if (!holds)
        {
            failures.Add(otherwise);
        }
    }

    private static bool IsSeen(DrillPlan plan, WorldFigures world) =>
        world.Alerts.Any(alert => alert.At >= plan.FaultsFrom && alert.At <= plan.FaultsFrom + AlertWithin);

    private static string ShareInFaults(WorldFigures world, WorldFigures healthy) =>
        string.Create(CultureInfo.InvariantCulture, $"{world.ConversionsInFaults / healthy.ConversionsInFaults:P1}");

    private static bool Keeps(WorldFigures world, WorldFigures healthy)
    {
        (double share, double error) = world.ShareOf(healthy);
        return share + (Chance * error) >= RequiredShare;
    }

    private static string Share(WorldFigures world, WorldFigures healthy)
    {
        (double share, double error) = world.ShareOf(healthy);
        return string.Create(CultureInfo.InvariantCulture, $"{share:P1} ± {error:P1}");
    }
}
