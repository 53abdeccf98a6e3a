using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>A user's trials as they are stored: a shortcut past the log, never the truth. Fields are only ever added.</summary>
public sealed class UserExperimentsSnapshot
{
    /// <summary>The arms the user is in.</summary>
    public ImmutableArray<EnteredArm> Arms { get; set; } = [];

    /// <summary>The ids of the lists of experiments that events named.</summary>
    public ImmutableArray<string> Lists { get; set; } = [];

    /// <summary>The events that may be outcomes, in the order of the log.</summary>
    public ImmutableArray<UserEvent> Outcomes { get; set; } = [];

    /// <summary>What of the user is in the statistics.</summary>
    public ImmutableArray<CountedArm> Counted { get; set; } = [];
}
