using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Questions;

/// <summary>One question of a protocol.</summary>
/// <param name="Signal">The events of the user.</param>
/// <param name="Targets">The numbers of the expected items; -1 for an item that is not in the training part.</param>
/// <param name="Masked">The numbers of the items that must not be on the list.</param>
/// <param name="Candidates">The numbers of the items to rank; empty for all items.</param>
internal sealed record Question(UserSignal Signal, int[] Targets, int[] Masked, int[] Candidates)
{
    /// <summary>Gets whether all seen items of the user are masked.</summary>
    public bool MasksSeen { get; init; }
}
