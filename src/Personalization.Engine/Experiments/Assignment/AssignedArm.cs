using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>An arm that was assigned to a request. Immutable.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Arm">The arm.</param>
public sealed record AssignedArm(string Experiment, ArmDefinition Arm)
{
    /// <summary>Gets whether the arm is one of the arms the user has been shown.</summary>
    public bool IsOf(ImmutableArray<PinnedArm> pinnedArms)
    {
        foreach (PinnedArm pinned in pinnedArms)
        {
            if (pinned.Experiment == Experiment)
            {
                return pinned.Arm == Arm.Name;
            }
        }

        return false;
    }
}
