using System.ComponentModel.DataAnnotations;

namespace Personalization.Engine.Retraining;

/// <summary>
/// When a training starts by itself. The first training is started by a person or by the sample shop.
/// </summary>
public sealed record RetrainingOptions
{
    /// <summary>The hours from the last training to the next; 0 for no schedule.</summary>
    [Range(0.0, 8_760.0)]
    public double EveryHours { get; init; } = 24;

    /// <summary>
    /// The share of new events, of those the newest version was trained on, that starts a training; 0 for never.
    /// </summary>
    [Range(0.0, 100.0)]
    public double NewEventsShare { get; init; } = 0.25;

    /// <summary>
    /// The population stability index between present choices and those of the live version that starts a training; 0.1
    /// is little, 0.25 is much, 0 is never.
    /// </summary>
    [Range(0.0, 10.0)]
    public double Drift { get; init; } = 0.25;

    /// <summary>The fewest new events that can start a training.</summary>
    [Range(1, 1_000_000_000)]
    public int MinNewEvents { get; init; } = 1_000;

    /// <summary>The shortest time from the last training to the next, minutes.</summary>
    [Range(0.0, 100_000.0)]
    public double MinMinutes { get; init; } = 60;
}
