using System.ComponentModel.DataAnnotations;

namespace Personalization.Engine.Learning;

/// <summary>When training starts by itself. The first training never does: a person, or the sample, starts it.</summary>
public sealed record LearningOptions
{
    /// <summary>So many hours after the last training; 0 for no schedule.</summary>
    [Range(0.0, 8_760.0)]
    public double EveryHours { get; init; } = 24;

    /// <summary>When so many events are new, as a share of those the newest version was trained on; 0 for never.</summary>
    [Range(0.0, 100.0)]
    public double NewEventsShare { get; init; } = 0.25;

    /// <summary>When what users choose has drifted so far from what the live version was trained on, as a population stability index (0.1 is little, 0.25 much); 0 for never.</summary>
    [Range(0.0, 10.0)]
    public double Drift { get; init; } = 0.25;

    /// <summary>With fewer new events nothing starts.</summary>
    [Range(1, 1_000_000_000)]
    public int MinNewEvents { get; init; } = 1_000;

    /// <summary>Nothing starts sooner after the last training, minutes.</summary>
    [Range(0.0, 100_000.0)]
    public double MinMinutes { get; init; } = 60;
}
