using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>The arms a list is made with. Immutable; kept with the list, so that serving it again looks nothing up.</summary>
internal sealed class ListArms
{
    private readonly ExperimentBoard _board;
    private readonly DateTimeOffset _until;

    /// <summary>Takes arms together.</summary>
    /// <param name="board">The experiments they come from.</param>
    /// <param name="arms">The arms, each of which the user has entered.</param>
    /// <param name="until">When the choice must be made anew.</param>
    public ListArms(ExperimentBoard board, ImmutableArray<AssignedArm> arms, DateTimeOffset until)
    {
        (_board, _until) = (board, until);
        Patch = ExperimentPlan.PatchOf(arms);
        Names = arms.IsEmpty ? null : string.Join(", ", arms.Select(arm => $"{arm.Experiment}/{arm.Arm.Name}"));
        Numbers = arms.IsEmpty ? null : RecommendationIds.Join(arms.Select(arm => board.NumberOf(arm.Experiment)));
    }

    /// <summary>What the arms change.</summary>
    public VariantPatch Patch { get; }

    /// <summary>What a list says of them, <c>experiment/arm</c> each; null without any.</summary>
    public string? Names { get; }

    /// <summary>What the list's id says of them; null without any.</summary>
    public string? Numbers { get; }

    /// <summary>Whether the choice still holds, all else being equal.</summary>
    public bool IsCurrent(ExperimentBoard board, DateTimeOffset now) => ReferenceEquals(_board, board) && now < _until;
}
