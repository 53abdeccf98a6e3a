using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>An arm a user has been shown and therefore stays in.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Arm">The arm's name.</param>
/// <param name="Since">When the user was first exposed to it.</param>
public sealed record PinnedArm(string Experiment, string Arm, DateTimeOffset Since)
{
    /// <summary>
    /// The arms of a known user that an anonymous visitor has been merged into: of two arms of one experiment the one seen first stays (at one
    /// moment the known user's), since that is what the person has reacted to longest.
    /// </summary>
    public static ImmutableArray<PinnedArm> Merge(IEnumerable<PinnedArm> known, IEnumerable<PinnedArm> anonymous) =>
    [
        .. known.Concat(anonymous).GroupBy(held => held.Experiment, StringComparer.Ordinal).Select(arms => arms.MinBy(held => held.Since)!)
            .OrderBy(held => held.Experiment, StringComparer.Ordinal),
    ];
}
