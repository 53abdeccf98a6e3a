using System.ComponentModel.DataAnnotations;

namespace Personalization.Engine.Profiles;

/// <summary>
/// How much of a user is kept in memory, and how fast preferences fade. The event log keeps everything.
/// </summary>
public sealed class ProfileOptions
{
    /// <summary>The number of latest events that a profile holds for ranking.</summary>
    [Range(10, 5_000)]
    public int RecentEvents { get; set; } = 200;

    /// <summary>The most items with a preference in a profile. The least recent ones are dropped first.</summary>
    [Range(10, 100_000)]
    public int Items { get; set; } = 5_000;

    /// <summary>The half-life of a preference, days.</summary>
    [Range(0.01, 3_650)]
    public double HalfLifeDays { get; set; } = 30;

    /// <summary>
    /// The number of latest event ids in a profile, for the detection of duplicates. Older ids are looked up in the
    /// log.
    /// </summary>
    [Range(16, 65_536)]
    public int EventIds { get; set; } = 1_024;

    /// <summary>
    /// The number of log entries after which a snapshot is written. An activation replays about as many at most.
    /// </summary>
    [Range(1, 10_000)]
    public int SnapshotEvery { get; set; } = 64;
}
