namespace Personalization.Engine.Numerics;

/// <summary>The order in which a source returns its candidates.</summary>
internal enum CandidateOrder
{
    /// <summary>Best first, equal scores by item number.</summary>
    Sorted,

    /// <summary>The best first, the others in any order. Cheaper, for callers that only add the scores up.</summary>
    BestFirst,
}
