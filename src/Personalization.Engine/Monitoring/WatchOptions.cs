using System.ComponentModel.DataAnnotations;

namespace Personalization.Engine.Monitoring;

/// <summary>How the behaviour data are watched.</summary>
public sealed class WatchOptions
{
    /// <summary>Whether they are.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How often each process reports what it counted, seconds; at most a window.</summary>
    [Range(1, 60)]
    public int ReportSeconds { get; set; } = 5;

    /// <summary>How long a window is whose counts are judged together, seconds. No break is found in less than three of them.</summary>
    [Range(1, 3_600)]
    public int WindowSeconds { get; set; } = 60;

    /// <summary>How much history is kept, days.</summary>
    [Range(8, 90)]
    public int HistoryDays { get; set; } = 28;

    /// <summary>How much history of a key must be known before its rates and shares are judged, minutes.</summary>
    [Range(1, 100_000)]
    public int LearnMinutes { get; set; } = 1_440;

    /// <summary>How much history of a key must be known before its volume is judged, minutes: a week, so that weekends are known, and a day.</summary>
    [Range(1, 100_000)]
    public int LearnVolumeMinutes { get; set; } = 11_520;

    /// <summary>
    /// The factor, up or down, of the change in volume that is looked for. Evidence begins about halfway there (at 2.5: with 1.64 times or 0.65 of what is
    /// usual), so that a doubled client is found nearly as soon; a client that scatters more gets a larger factor by itself.
    /// </summary>
    [Range(1.2, 10.0)]
    public double VolumeFactor { get; set; } = 2.5;

    /// <summary>By which factor the odds of a share must change to be a break.</summary>
    [Range(1.2, 20.0)]
    public double ShareFactor { get; set; } = 3;

    /// <summary>By how much a rate that should be low (rejects, duplicates, unknown items, clock skew) must rise to be a break.</summary>
    [Range(0.001, 0.5)]
    public double RateRise { get; set; } = 0.02;

    /// <summary>How strong the evidence must be, as the logarithm of how much likelier what is seen is under a break: 18 makes a false alarm of one counter rarer than one in 60 million windows, as far as the model holds.</summary>
    [Range(5.0, 100.0)]
    public double Evidence { get; set; } = 18;

    /// <summary>The most client keys that are watched; events of further ones are counted together.</summary>
    [Range(1, 100)]
    public int Keys { get; set; } = 20;

    /// <summary>Everything that is wrong with the options together: each a sentence with the name, the value and the range. Empty when they are good.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (ReportSeconds > WindowSeconds)
        {
            errors.Add($"{nameof(ReportSeconds)} is {ReportSeconds}: must be at most {nameof(WindowSeconds)} ({WindowSeconds}).");
        }

        if (LearnVolumeMinutes < LearnMinutes)
        {
            errors.Add($"{nameof(LearnVolumeMinutes)} is {LearnVolumeMinutes}: must be at least {nameof(LearnMinutes)} ({LearnMinutes}).");
        }

        if (LearnVolumeMinutes > HistoryDays * 1_440)
        {
            errors.Add($"{nameof(LearnVolumeMinutes)} is {LearnVolumeMinutes}: must be at most {nameof(HistoryDays)} ({HistoryDays}) in minutes, or volume is never judged.");
        }

        return errors;
    }
}
