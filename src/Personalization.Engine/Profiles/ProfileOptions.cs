using System.ComponentModel.DataAnnotations;

namespace Personalization.Engine.Profiles;

/// <summary>How much of a user is kept in memory and how fast it fades. The event log keeps everything.</summary>
public sealed class ProfileOptions
{
    /// <summary>How many of the latest events a profile holds for ranking.</summary>
    [Range(10, 5_000)]
    public int RecentEvents { get; set; } = 200;

    /// <summary>How many items a profile holds a preference for; the least recent leave first.</summary>
    [Range(10, 100_000)]
    public int Items { get; set; } = 5_000;

    /// <summary>After how many days a preference is worth half.</summary>
    [Range(0.01, 3_650)]
    public double HalfLifeDays { get; set; } = 30;

    /// <summary>How many of the latest event ids a profile remembers to find duplicates at once; older ones are looked up in the log.</summary>
    [Range(16, 65_536)]
    public int EventIds { get; set; } = 1_024;

    /// <summary>After how many log entries a snapshot is written, so that a later activation replays at most about so many.</summary>
    [Range(1, 10_000)]
    public int SnapshotEvery { get; set; } = 64;
}
