using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Overview;

/// <summary>The counts of two seconds.</summary>
internal sealed class OverviewSlot
{
    /// <summary>Bounds of the time classes grow by a quarter: percentiles are exact to 12 %.</summary>
    private const double Growth = 1.25;

    private const double LeastMs = 0.01;
    private const int Classes = 80;

    /// <summary>The number of the slot since the start of time; slots are used again.</summary>
    public long Number { get; private set; } = -1;

    /// <summary>The number of lists by fallback level.</summary>
    public long[] Levels { get; } = new long[Enum.GetValues<FallbackLevel>().Length];

    /// <summary>The number of lists by time class.</summary>
    public long[] Times { get; } = new long[Classes];

    /// <summary>The number of lists by placement.</summary>
    public Dictionary<string, long> Placements { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of events.</summary>
    public long Events { get; set; }

    /// <summary>The number of rejected events.</summary>
    public long Rejected { get; set; }

    /// <summary>The number of lists.</summary>
    public long Lists => Levels.Sum();

    /// <summary>The class of a time.</summary>
    public static int ClassOf(double ms) => ms <= LeastMs
        ? 0
        : Math.Min(Classes - 1, (int)Math.Ceiling(Math.Log(ms / LeastMs) / Math.Log(Growth)));

    /// <summary>The upper bound of a class, milliseconds.</summary>
    public static double BoundOf(int timeClass) => LeastMs * Math.Pow(Growth, timeClass);

    /// <summary>Empties the slot for another number.</summary>
    public void Reuse(long number)
    {
        Number = number;
        Array.Clear(Levels);
        Array.Clear(Times);
        Placements.Clear();
        Events = 0;
        Rejected = 0;
    }
}
