using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>An arm that a user has been shown and therefore keeps. Immutable.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Arm">The arm's name.</param>
/// <param name="Since">The time of the user's first exposure to the arm.</param>
public sealed record PinnedArm(string Experiment, string Arm, DateTimeOffset Since)
{
    /// <summary>Merges the arms of an anonymous visitor into those of a known user.</summary>
    /// <remarks>
    /// Of two arms of one experiment, the earlier one stays, because the person has reacted to it longest; at equal
    /// times, the known user's arm stays.
    /// </remarks>
    public static ImmutableArray<PinnedArm> Merge(IEnumerable<PinnedArm> known, IEnumerable<PinnedArm> anonymous) =>
    [
        .. known.Concat(anonymous)
            .GroupBy(pinned => pinned.Experiment, StringComparer.Ordinal)
            .Select(arms => arms.MinBy(pinned => pinned.Since)!)
            .OrderBy(pinned => pinned.Experiment, StringComparer.Ordinal),
    ];
}
