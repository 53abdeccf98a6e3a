using System.Collections.Immutable;

namespace Personalization.Grains.Experiments;

/// <summary>What the results grain stores: how far the log was read, and the sums up to there, written as one. Fields are only ever added.</summary>
public sealed class ResultsState
{
    /// <summary>The format this was written in.</summary>
    public int Format { get; set; } = 1;

    /// <summary>The position of the last log record that was added up.</summary>
    public long Position { get; set; }

    /// <summary>What came in up to here was added up, UTC.</summary>
    public DateTimeOffset AsOf { get; set; }

    /// <summary>What was added up of each experiment.</summary>
    public ImmutableArray<MeasuredExperiment> Experiments { get; set; } = [];
}
