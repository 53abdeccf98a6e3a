using System.Collections.Immutable;

namespace Personalization.Grains.Experiments;

/// <summary>
/// The stored state of the results grain: the log position and the sums up to it, written together. Fields are only
/// ever added.
/// </summary>
public sealed class ResultsState
{
    /// <summary>The version of the stored format.</summary>
    public int Format { get; set; } = 1;

    /// <summary>The position of the last log record that was added.</summary>
    public long Position { get; set; }

    /// <summary>The time up to which received entries were added, UTC.</summary>
    public DateTimeOffset AsOf { get; set; }

    /// <summary>The results of each experiment.</summary>
    public ImmutableArray<MeasuredExperiment> Experiments { get; set; } = [];
}
