using System.Collections.Immutable;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Grains.Rollouts;

/// <summary>The stored state of the rollout grain. Fields are only added. Immutable: replaced as a whole.</summary>
public sealed record RolloutGrainState
{
    /// <summary>The format version of this state.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The rollouts, newest first. Only the first one can be active.</summary>
    public ImmutableArray<Rollout> Rollouts { get; init; } = [];

    /// <summary>
    /// Whether the last decision was applied completely. A decision is stored first, and applied again after an
    /// interruption.
    /// </summary>
    public bool IsSettled { get; init; } = true;

    /// <summary>Whether silos still pin the version that was live before the last rolled-out one.</summary>
    public bool KeepsPrevious { get; init; }

    /// <summary>The counts of all silos in the current stage.</summary>
    public RolloutTally Tally { get; init; } = RolloutTally.Empty;
}
