using System.Collections.Immutable;
using Personalization.Abstractions.Monitoring;

namespace Personalization.Engine.Monitoring;

/// <summary>What is stored of the watch. Fields are only ever added.</summary>
public sealed class BehaviourWatchState
{
    /// <summary>The format this was written in.</summary>
    public int Format { get; set; } = 1;

    /// <summary>The id of the window marked last.</summary>
    public long LastId { get; set; }

    /// <summary>The client keys.</summary>
    public ImmutableArray<KeyWatchState> Keys { get; set; } = [];

    /// <summary>The marked windows, newest first.</summary>
    public ImmutableArray<WatchWindow> Windows { get; set; } = [];
}
