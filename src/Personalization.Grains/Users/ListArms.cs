using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>
/// The arms a list is made with. Immutable; cached with the list, so that serving it again needs no lookup.
/// </summary>
internal sealed class ListArms
{
    private readonly ExperimentBoard _board;
    private readonly DateTimeOffset _until;

    /// <summary>Combines arms.</summary>
    /// <param name="board">The experiments of the arms.</param>
    /// <param name="arms">The arms; the user has entered each of them.</param>
    /// <param name="until">When the arms must be chosen again.</param>
    public ListArms(ExperimentBoard board, ImmutableArray<AssignedArm> arms, DateTimeOffset until)
    {
        (_board, _until) = (board, until);
        Patch = ExperimentPlan.PatchOf(arms);
        Names = arms.IsEmpty ? null : string.Join(", ", arms.Select(arm => $"{arm.Experiment}/{arm.Arm.Name}"));
        Numbers = arms.IsEmpty ? null : RecommendationIds.Join(arms.Select(arm => board.NumberOf(arm.Experiment)));
    }

    /// <summary>The changes that the arms make.</summary>
    public VariantPatch Patch { get; }

    /// <summary>The arms as shown with a list, <c>experiment/arm</c> each; null without arms.</summary>
    public string? Names { get; }

    /// <summary>The experiment numbers as encoded in the list's id; null without arms.</summary>
    public string? Numbers { get; }

    /// <summary>Whether the arms are still valid for an unchanged profile.</summary>
    public bool IsCurrent(ExperimentBoard board, DateTimeOffset now) => ReferenceEquals(_board, board) && now < _until;
}
