using Personalization.Engine.Ranking;

namespace Personalization.Engine.Models;

/// <summary>The blends of the moments of a visit and their evidence: an optional file of the artifact.</summary>
/// <remarks>
/// It is not part of the manifest, because a silo of an older version refuses a manifest with unknown members. Such a
/// silo ignores this file and ranks every moment with the common blend.
/// </remarks>
/// <param name="Fresh">The moments of lists of unseen items; null if none could be tuned.</param>
/// <param name="Returning">The moments of lists that may repeat seen items; null if none could be tuned.</param>
internal sealed record ModelMoments(ListMoments? Fresh, ListMoments? Returning);

/// <summary>The moments of one kind of list.</summary>
/// <param name="Opening">The opening of a visit.</param>
/// <param name="InSession">The rest of a visit.</param>
internal sealed record ListMoments(MomentChoice Opening, MomentChoice InSession)
{
    /// <summary>Gets the blends with this common blend.</summary>
    public MomentBlends Over(BlendWeights common) =>
        new(common) { Opening = Opening.Weights, InSession = InSession.Weights };
}

/// <summary>The blend of a moment and its evidence on the moment's validation cases.</summary>
/// <remarks>
/// Each NDCG comes from users that did not choose the weights: the choice is repeated without each fold of the users
/// and measured on that fold. All are 0 without cases, or if there are too few cases to measure.
/// </remarks>
/// <param name="Cases">The number of validation cases of the moment.</param>
/// <param name="Weights">The weights; null for those of the common blend.</param>
/// <param name="Ndcg">The NDCG of the choice.</param>
/// <param name="CommonNdcg">The NDCG of the common blend.</param>
/// <param name="Source">The name of the best single source; null without evidence.</param>
/// <param name="SourceNdcg">The NDCG of the best single source.</param>
/// <param name="GainError">The standard error of <paramref name="Ndcg"/> - <paramref name="CommonNdcg"/>.</param>
/// <param name="SourceError">The standard error of <paramref name="Ndcg"/> - <paramref name="SourceNdcg"/>.</param>
internal sealed record MomentChoice(
    int Cases,
    BlendWeights? Weights,
    double Ndcg,
    double CommonNdcg,
    string? Source,
    double SourceNdcg,
    double GainError,
    double SourceError);
