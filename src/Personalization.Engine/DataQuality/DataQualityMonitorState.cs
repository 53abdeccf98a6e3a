using System.Collections.Immutable;
using Personalization.Abstractions.DataQuality;

namespace Personalization.Engine.DataQuality;

/// <summary>The stored state of the monitor. Fields are only ever added.</summary>
public sealed class DataQualityMonitorState
{
    /// <summary>The format of the state.</summary>
    public int Format { get; set; } = 1;

    /// <summary>The id of the last marked window.</summary>
    public long LastId { get; set; }

    /// <summary>The client keys.</summary>
    public ImmutableArray<KeyMonitorState> Keys { get; set; } = [];

    /// <summary>The marked windows, newest first.</summary>
    public ImmutableArray<DataQualityWindow> Windows { get; set; } = [];
}
