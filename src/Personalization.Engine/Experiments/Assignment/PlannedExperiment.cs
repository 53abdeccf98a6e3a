using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>An experiment prepared for the read path.</summary>
internal sealed class PlannedExperiment
{
    private readonly Salt _entry;
    private readonly Salt _arm;
    private readonly ImmutableArray<double> _shares;

    /// <summary>Prepares an experiment.</summary>
    public PlannedExperiment(ExperimentDefinition definition)
    {
        Definition = definition;
        _entry = definition.Layer is { } layer ? new("layer", layer) : new("entry", definition.Name);
        _arm = new("arm", definition.Name);
        _shares = definition.ArmShares();
    }

    /// <summary>Gets the definition.</summary>
    public ExperimentDefinition Definition { get; }

    /// <summary>Gets the arm that the user was shown before, if it still exists.</summary>
    public ArmDefinition? FindPinned(AssignmentContext context)
    {
        foreach (PinnedArm pinned in context.Held)
        {
            if (pinned.Experiment == Definition.Name)
            {
                return Definition.Arms.FirstOrDefault(arm => arm.Name == pinned.Arm);
            }
        }

        return null;
    }

    /// <summary>Draws the arm of a user without a pinned arm; null when the user does not enter.</summary>
    public ArmDefinition? Draw(AssignmentContext context) =>
        Definition.Status == ExperimentStatus.Running
        && Definition.Audience.Admits(context.Attributes)
        && Definition.Slots.Holds(_entry.Position(context.User), Definition.ShareAt(context.Now))
            ? ArmAt(_arm.Position(context.User))
            : null;

    private ArmDefinition ArmAt(double position)
    {
        double end = 0;
        for (int i = 0; i < _shares.Length - 1; i++)
        {
            end += _shares[i];
            if (position < end)
            {
                return Definition.Arms[i];
            }
        }

        return Definition.Arms[^1];
    }
}
