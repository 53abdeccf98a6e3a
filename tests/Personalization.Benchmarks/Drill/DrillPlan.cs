namespace Personalization.Benchmarks.Drill;

/// <summary>The schedule that all worlds of a drill share.</summary>
/// <remarks>
/// The engine runs in real time (deadlines, probes, alerts). Only the shoppers are faster than people: they arrive more
/// often and decide faster.
/// </remarks>
/// <param name="Seed">The seed; it gives the same shop, shoppers, visits and tastes in every world.</param>
/// <param name="Seconds">The time the shop is open in each world, seconds.</param>
/// <param name="Shoppers">The number of shoppers; the first 600 have a history.</param>
/// <param name="VisitsPerSecond">The mean number of visits per second.</param>
internal sealed record DrillPlan(int Seed, double Seconds, int Shoppers, double VisitsPerSecond)
{
    /// <summary>The time a page can wait for its list, milliseconds.</summary>
    public const int DeadlineMs = 500;

    /// <summary>
    /// The deadline in the shop's requests, milliseconds: <see cref="DeadlineMs"/> less a reserve for the network and
    /// the page.
    /// </summary>
    public const int AskedDeadlineMs = 400;

    /// <summary>The time after which a page is shown without its list.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// Gets the end of the sample shop's history: midnight, so that all worlds of a day start with the same model.
    /// </summary>
    public DateTimeOffset PastEnd { get; } = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>Gets the start of the faults, seconds.</summary>
    public double FaultsFrom => 0.3 * Seconds;

    /// <summary>Gets the end of the faults, seconds.</summary>
    public double FaultsTo => 0.75 * Seconds;

    /// <summary>Gets the time from which the store is slow, seconds.</summary>
    public double SlowStoreFrom => 0.35 * Seconds;

    /// <summary>Gets the time until which the store is slow, seconds.</summary>
    public double SlowStoreTo => 0.5 * Seconds;

    /// <summary>Gets the time at which a silo is killed, seconds.</summary>
    public double KillAt => 0.55 * Seconds;
}
