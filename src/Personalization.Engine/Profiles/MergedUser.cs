using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;

namespace Personalization.Engine.Profiles;

/// <summary>A user that was, or is being, merged into another user. Immutable.</summary>
public sealed record MergedUser
{
    /// <summary>The user that receives the history.</summary>
    public string Into { get; init; } = string.Empty;

    /// <summary>The merged user.</summary>
    public string Other { get; init; } = string.Empty;

    /// <summary>The time of the merge's last step, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The unfinished step; null for a complete merge.</summary>
    public MergeStep? Step { get; init; }

    /// <summary>The users that were merged into the merged user before.</summary>
    public ImmutableArray<string> Through { get; init; } = [];
}
