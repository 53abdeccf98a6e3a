using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>One cheap, exact way to find items for a user. Immutable; all that changes is in the <see cref="Workspace"/>.</summary>
internal interface ICandidateSource
{
    /// <summary>The source's name in reports and manifests.</summary>
    string Name { get; }

    /// <summary>What a list says of an item this source brought.</summary>
    ReasonKind Kind { get; }

    /// <summary>Finds the best items for the user whose footprints the workspace holds.</summary>
    /// <param name="work">The footprints, and scratch memory.</param>
    /// <param name="gate">Items it refuses are passed over.</param>
    /// <param name="into">Takes the best, best first; equal scores by item number; every score above 0.</param>
    /// <returns>How many were written; fewer than fit when the source knows no more.</returns>
    int Collect(Workspace work, CandidateFilter gate, Span<Candidate> into);

    /// <summary>Scores given items as <see cref="Collect"/> would; 0 for an item it would not bring.</summary>
    void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into);
}
