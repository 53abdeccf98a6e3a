using Personalization.Engine.Popularity;

namespace Personalization.Grains.Popularity;

/// <summary>
/// The stored state of the popularity grain: the log position and the counts up to it. Fields are only ever added.
/// </summary>
public sealed class PopularityGrainState
{
    /// <summary>The version of the stored format.</summary>
    public int Format { get; set; } = 1;

    /// <summary>The position of the last log record that was counted.</summary>
    public long Position { get; set; }

    /// <summary>The counts.</summary>
    public PopularityState Counts { get; set; } = new();

    /// <summary>The counts of the trending items, shortest window first; missing in the first version.</summary>
    public PopularityState[] Trends { get; set; } = [];
}
