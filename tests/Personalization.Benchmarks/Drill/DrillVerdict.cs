using System.Globalization;

namespace Personalization.Benchmarks.Drill;

/// <summary>The requirements of the drill.</summary>
internal static class DrillVerdict
{
    /// <summary>
    /// The naive engine must lose at least this share of the conversions while the faults last: how long the shop is
    /// open besides is chosen freely.
    /// </summary>
    public const double LargeLoss = 0.1;

    /// <summary>
    /// The engine as it ships must keep at least this share, but for chance: see <see cref="Chance"/>.
    /// </summary>
    public const double Kept = 0.99;

    /// <summary>
    /// Standard errors that may be chance, once in a hundred. A short drill proves less than a long one.
    /// </summary>
    public const double Chance = 2.33;

    /// <summary>
    /// The share of reads that may be late: shoppers, engine and database share the processor, and a moment in which
    /// the machine gives none of them any is nobody's failure.
    /// </summary>
    public const double LateByChance = 0.001;

    /// <summary>An alert must fire so soon after the first fault, seconds.</summary>
    public const double AlertWithin = 60;

    /// <summary>Everything that did not come out as promised; empty when all did.</summary>
    public static IReadOnlyList<string> Check(
        DrillPlan plan, WorldFigures healthy, WorldFigures naive, WorldFigures shipped, WorldFigures? badModel)
    {
        List<string> failures = [];
        Must(failures, naive.ConversionsInFaults <= (1 - LargeLoss) * healthy.ConversionsInFaults, $"the naive engine "
            + $"kept {ShareInFaults(naive, healthy)} of the conversions while the faults lasted: they are too mild to "
            + $"prove anything");
        Must(
            failures,
            Keeps(shipped, healthy),
            $"the engine as it ships kept only {Share(shipped, healthy)} of the conversions");
        Must(failures, shipped.Unanswered == 0, $"{shipped.Unanswered} reads were not answered");
        Must(failures, shipped.Late <= LateByChance * shipped.Reads, $"{shipped.Late} reads came after the deadline");
        Must(failures, shipped.WrongFresh == 0, $"{shipped.WrongFresh} wrong lists were called fresh");
        Must(failures, shipped.WritesLost == 0, $"{shipped.WritesLost} writes were not acknowledged");
        Must(failures, IsSeen(plan, shipped), "no alert fired within a minute of the first fault");
        Must(
            failures,
            healthy.Alerts.Count == 0,
            $"alerts fired while all was well: {string.Join(", ", healthy.Alerts.Select(alert => alert.Name))}");
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
        return share + (Chance * error) >= Kept;
    }

    private static string Share(WorldFigures world, WorldFigures healthy)
    {
        (double share, double error) = world.ShareOf(healthy);
        return string.Create(CultureInfo.InvariantCulture, $"{share:P1} ± {error:P1}");
    }
}
