using System.Collections.Immutable;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Grains.Rollouts;

/// <summary>What the rollout grain stores. Fields are only ever added. Immutable: replaced whole.</summary>
public sealed record RolloutGrainState
{
    /// <summary>The format this was written in.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The rollouts, newest first. Only the first may go on.</summary>
    public ImmutableArray<Rollout> Rollouts { get; init; } = [];

    /// <summary>Whether the last decision was carried out to the end: it is stored first, and carried out again when that was cut off.</summary>
    public bool IsSettled { get; init; } = true;

    /// <summary>Whether silos still hold the version before the last one that went live.</summary>
    public bool KeepsPrevious { get; init; }

    /// <summary>What silos counted in the present stage.</summary>
    public RolloutTally Tally { get; init; } = RolloutTally.Empty;
}
