namespace Personalization.Benchmarks.Drill;

/// <summary>
/// What every world of a drill goes through. Simulated time is wall time, second by second, for everything the engine
/// does (deadlines, probes, alerts); only the shoppers are compressed: they come closer together and think faster than
/// people do.
/// </summary>
/// <param name="Seed">The same seed makes the same shop, shoppers, visits and tastes in every world.</param>
/// <param name="Seconds">How long the shop is open in each world.</param>
/// <param name="Shoppers">How many there are; the first 600 have a history.</param>
/// <param name="VisitsPerSecond">How often one comes.</param>
internal sealed record DrillPlan(int Seed, double Seconds, int Shoppers, double VisitsPerSecond)
{
    /// <summary>The time a page can wait for its list, milliseconds.</summary>
    public const int DeadlineMs = 500;

    /// <summary>
    /// The deadline the shop asks for: what a page can wait, less what it keeps for the way and for itself.
    /// </summary>
    public const int AskedDeadlineMs = 400;

    /// <summary>After so long a page is shown without its list, whatever comes later.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// When the past of the sample shop ends: at midnight, so that worlds lived on one day begin with the same model.
    /// </summary>
    public DateTimeOffset PastEnd { get; } = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>Until here all is well, seconds.</summary>
    public double FaultsFrom => 0.3 * Seconds;

    /// <summary>From here on all is well again, seconds.</summary>
    public double FaultsTo => 0.75 * Seconds;

    /// <summary>The store is slow from here, seconds.</summary>
    public double SlowStoreFrom => 0.35 * Seconds;

    /// <summary>The store is slow until here, seconds.</summary>
    public double SlowStoreTo => 0.5 * Seconds;

    /// <summary>A silo is killed here, seconds.</summary>
    public double KillAt => 0.55 * Seconds;
}
