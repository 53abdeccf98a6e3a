using System.ComponentModel.DataAnnotations;

namespace Personalization.Engine.DataQuality;

/// <summary>How the quality of incoming events is monitored.</summary>
public sealed class DataQualityOptions
{
    /// <summary>True monitors the events of each API key.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How often each process reports its counts, seconds; at most one window.</summary>
    [Range(1, 60)]
    public int ReportSeconds { get; set; } = 5;

    /// <summary>
    /// The length of the window whose counts are judged together, seconds. A break needs at least three windows.
    /// </summary>
    [Range(1, 3_600)]
    public int WindowSeconds { get; set; } = 60;

    /// <summary>The days of history that are kept.</summary>
    [Range(8, 90)]
    public int HistoryDays { get; set; } = 28;

    /// <summary>The history of a key before its rates and shares are judged, minutes.</summary>
    [Range(1, 100_000)]
    public int LearnMinutes { get; set; } = 1_440;

    /// <summary>
    /// The history of a key before its volume is judged, minutes. The default is eight days, so that weekends are
    /// known.
    /// </summary>
    [Range(1, 100_000)]
    public int LearnVolumeMinutes { get; set; } = 11_520;

    /// <summary>
    /// The change of volume, up or down, that is a break. Evidence grows from about half of it. A key with a noisy
    /// volume gets a larger factor.
    /// </summary>
    [Range(1.2, 10.0)]
    public double VolumeFactor { get; set; } = 2.5;

    /// <summary>The change of a share's odds that is a break.</summary>
    [Range(1.2, 20.0)]
    public double ShareFactor { get; set; } = 3;

    /// <summary>The rise of a rate that is a break: rejects, duplicates, unknown items, clock skew.</summary>
    [Range(0.001, 0.5)]
    public double RateRise { get; set; } = 0.02;

    /// <summary>
    /// The evidence that a break needs, as a logarithm of a likelihood ratio. 18 allows about one false alarm of a
    /// counter in 60 million windows.
    /// </summary>
    [Range(5.0, 100.0)]
    public double Evidence { get; set; } = 18;

    /// <summary>The most API keys that are monitored one by one. Events of further keys are counted together.</summary>
    [Range(1, 100)]
    public int Keys { get; set; } = 20;

    /// <summary>Gets the invalid relations between options, one sentence each; empty for none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (ReportSeconds > WindowSeconds)
        {
            errors.Add($"{nameof(ReportSeconds)} is {ReportSeconds}: must be at most {nameof(WindowSeconds)} "
                + $"({WindowSeconds}).");
        }

        if (LearnVolumeMinutes < LearnMinutes)
        {
            errors.Add($"{nameof(LearnVolumeMinutes)} is {LearnVolumeMinutes}: must be at least {nameof(LearnMinutes)} "
                + $"({LearnMinutes}).");
        }

        if (LearnVolumeMinutes > HistoryDays * 1_440)
        {
            errors.Add($"{nameof(LearnVolumeMinutes)} is {LearnVolumeMinutes}: must be at most {nameof(HistoryDays)} "
                + $"({HistoryDays}) in minutes, so that volume is judged.");
        }

        return errors;
    }
}
