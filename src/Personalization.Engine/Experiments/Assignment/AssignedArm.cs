using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>An arm a request got.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Arm">The arm.</param>
public sealed record AssignedArm(string Experiment, ArmDefinition Arm)
{
    /// <summary>Whether it is one of those a user has been shown.</summary>
    public bool IsOf(ImmutableArray<PinnedArm> held)
    {
        foreach (PinnedArm known in held)
        {
            if (known.Experiment == Experiment)
            {
                return known.Arm == Arm.Name;
            }
        }

        return false;
    }
}
