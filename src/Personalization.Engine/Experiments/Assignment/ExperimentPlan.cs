using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>The active experiments, prepared for the read path. Immutable.</summary>
/// <remarks>
/// Made when a definition changes and swapped as a whole. The user id and the time alone determine the arms, so all
/// silos agree without communication. Entry and arm are drawn with different salts, so raising a share adds users and
/// never moves one.
/// </remarks>
public sealed class ExperimentPlan
{
    /// <summary>A plan without experiments.</summary>
    public static readonly ExperimentPlan Empty = new([], HoldoutDefinition.None);

    private readonly ImmutableArray<PlannedExperiment> _experiments;
    private readonly Salt _holdoutSalt;
    private readonly double _holdoutShare;

    /// <summary>Creates a plan from valid definitions. Only running and paused experiments are used.</summary>
    public ExperimentPlan(IEnumerable<ExperimentDefinition> definitions, HoldoutDefinition holdout)
    {
        _experiments =
        [
            .. definitions.Where(definition => definition.Status is ExperimentStatus.Running or ExperimentStatus.Paused)
                .OrderBy(definition => definition.Name, StringComparer.Ordinal)
                .Select(definition => new PlannedExperiment(definition)),
        ];
        _holdoutSalt = new("holdout", holdout.Name);
        _holdoutShare = holdout.Share;
    }

    /// <summary>Gets whether a user is in the holdout group.</summary>
    public bool IsHeldOut(AssignmentContext context) =>
        _holdoutShare > 0 && _holdoutSalt.Position(context.User) < _holdoutShare;

    /// <summary>Gets the arms of a request, at most one per experiment, in order of the experiments' names.</summary>
    /// <remarks>
    /// A user keeps an arm shown before, even if the user could no longer enter. Other users enter according to
    /// holdout, audience, slots and ramp.
    /// </remarks>
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
                && (experiment.FindPinned(context) ?? (heldOut ? null : experiment.Draw(context))) is { } arm)
            {
                arms.Add(new(experiment.Definition.Name, arm));
            }
        }

        return arms.ToImmutable();
    }

    /// <summary>Gets the combined patch of arms; a later arm overrides an earlier one.</summary>
    /// <remarks>Valid experiments never change the same parameter of one list.</remarks>
    public static VariantPatch PatchOf(ImmutableArray<AssignedArm> arms) =>
        arms.Aggregate(new VariantPatch(), (patch, arm) => patch.With(arm.Arm.Patch));
}
