using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Finds candidate items for a user. Immutable: all changing state is in the <see cref="Workspace"/>.
/// </summary>
internal interface ICandidateSource
{
    /// <summary>The name of the source in reports and manifests.</summary>
    string Name { get; }

    /// <summary>The reason that a list shows for an item of this source.</summary>
    ReasonKind Kind { get; }

    /// <summary>Finds the best items for the user whose interactions the workspace holds.</summary>
    /// <param name="work">The interactions and scratch memory.</param>
    /// <param name="filter">The source skips items that the filter refuses.</param>
    /// <param name="into">Receives the best candidates. All scores are above 0.</param>
    /// <param name="order">The order of the candidates.</param>
    /// <returns>The number of candidates written; fewer than fit if the source has no more.</returns>
    /// <remarks>
    /// A source may leave the evidence at -1 if it is expensive. <see cref="Explain"/> finds it.
    /// </remarks>
    int Collect(
        Workspace work,
        CandidateFilter filter,
        Span<Candidate> into,
        CandidateOrder order = CandidateOrder.Sorted);

    /// <summary>Sets the evidence of candidates that <see cref="Collect"/> found without it.</summary>
    /// <param name="work">The workspace after <see cref="Collect"/>, with the same interactions.</param>
    /// <param name="candidates">Candidates of this source; receive the evidence.</param>
    void Explain(Workspace work, Span<Candidate> candidates)
    {
    }

    /// <summary>Scores items like <see cref="Collect"/>; 0 for an item that the source does not propose.</summary>
    /// <param name="work">The interactions and scratch memory.</param>
    /// <param name="items">The numbers of the items.</param>
    /// <param name="into">Receives one candidate per item, in the order of the items.</param>
    void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into);
}
