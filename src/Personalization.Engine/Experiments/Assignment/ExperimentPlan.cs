using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>
/// All experiments as the read path needs them: made once when a definition changes and swapped whole. Who gets which arm follows from the
/// user id alone (and the time, through ramps), so every silo agrees without asking another. Whether a user enters and which arm they get are
/// drawn by different salts: raising a share adds users and never moves one. Immutable.
/// </summary>
public sealed class ExperimentPlan
{
    /// <summary>No experiments.</summary>
    public static readonly ExperimentPlan Empty = new([], HoldoutDefinition.None);

    private readonly ImmutableArray<PlannedExperiment> _experiments;
    private readonly Salt _holdoutSalt;
    private readonly double _holdoutShare;

    /// <summary>Makes a plan of valid definitions; those that are neither running nor paused are left out.</summary>
    public ExperimentPlan(IEnumerable<ExperimentDefinition> definitions, HoldoutDefinition holdout)
    {
        _experiments =
        [
            .. definitions.Where(definition => definition.Status is ExperimentStatus.Running or ExperimentStatus.Paused)
                .OrderBy(definition => definition.Name, StringComparer.Ordinal).Select(definition => new PlannedExperiment(definition)),
        ];
        _holdoutSalt = new("holdout", holdout.Name);
        _holdoutShare = holdout.Share;
    }

    /// <summary>Whether a user is in the holdout group.</summary>
    public bool IsHeldOut(AssignmentContext context) => _holdoutShare > 0 && _holdoutSalt.Position(context.User) < _holdoutShare;

    /// <summary>
    /// The arms of a request, at most one an experiment, in order of the experiments' names. An arm the user was shown before stays, also when the user
    /// would no longer enter; everybody else enters by holdout, audience, slots and ramp.
    /// </summary>
    public ImmutableArray<AssignedArm> Assign(AssignmentContext context)
    {
        if (_experiments.IsEmpty)
        {
            return [];
        }

        bool heldOut = IsHeldOut(context);
        ImmutableArray<AssignedArm>.Builder arms = ImmutableArray.CreateBuilder<AssignedArm>();
        foreach (PlannedExperiment experiment in _experiments)
        {
            if (experiment.Definition.Audience.Covers(context.Placement)
                && (experiment.Held(context) ?? (heldOut ? null : experiment.Draw(context))) is { } arm)
            {
                arms.Add(new(experiment.Definition.Name, arm));
            }
        }

        return arms.ToImmutable();
    }

    /// <summary>What the arms change together, later names over earlier ones; a valid set of experiments leaves no two that change the same.</summary>
    public static VariantPatch PatchOf(ImmutableArray<AssignedArm> arms) => arms.Aggregate(new VariantPatch(), (patch, arm) => patch.With(arm.Arm.Patch));
}
