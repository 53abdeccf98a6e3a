using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Questions;

/// <summary>One question of a protocol.</summary>
/// <param name="Signal">What is known of the user.</param>
/// <param name="Targets">The numbers of the items to be found; -1 for one the training part does not know.</param>
/// <param name="Masked">Items that are taken off the list.</param>
/// <param name="Candidates">The items to be ranked; empty for all.</param>
internal sealed record Question(UserSignal Signal, int[] Targets, int[] Masked, int[] Candidates)
{
    /// <summary>Whether all items that the user has seen are masked.</summary>
    public bool MasksSeen { get; init; }
}
