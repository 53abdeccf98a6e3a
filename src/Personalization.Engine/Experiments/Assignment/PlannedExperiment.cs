using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>A definition made ready for the read path.</summary>
internal sealed class PlannedExperiment
{
    private readonly Salt _entry;
    private readonly Salt _arm;
    private readonly ImmutableArray<double> _shares;

    /// <summary>Makes one ready.</summary>
    public PlannedExperiment(ExperimentDefinition definition)
    {
        Definition = definition;
        _entry = definition.Layer is { } layer ? new("layer", layer) : new("entry", definition.Name);
        _arm = new("arm", definition.Name);
        _shares = definition.ArmShares();
    }

    /// <summary>What was made ready.</summary>
    public ExperimentDefinition Definition { get; }

    /// <summary>The arm the user was shown before, if it still exists.</summary>
    public ArmDefinition? Held(AssignmentContext context)
    {
        foreach (PinnedArm held in context.Held)
        {
            if (held.Experiment == Definition.Name)
            {
                return Definition.Arms.FirstOrDefault(arm => arm.Name == held.Arm);
            }
        }

        return null;
    }

    /// <summary>The arm a user who was shown none gets; null for who does not enter.</summary>
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
