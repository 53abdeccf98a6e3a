using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Personalization.Abstractions.Merchandising;

/// <summary>The only owner of the merchandising rules and of the placements made at run time. Key: 0.</summary>
/// <remarks>
/// Not on the read path: the grain informs every silo, and each silo applies the rules on its own. When a call returns,
/// the change is active on every reachable silo. The API has validated what it sends.
/// </remarks>
[GrainInterfaceType("Personalization.IMerchandisingGrain"), Alias("Personalization.IMerchandisingGrain")]
public interface IMerchandisingGrain : IGrainWithIntegerKey
{
    /// <summary>Gets the rules and placements.</summary>
    /// <param name="known">The revision that the caller holds; -1 for none.</param>
    /// <returns>The board; null when the caller's revision is the latest.</returns>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<MerchandisingBoard?> GetAsync(long known);

    /// <summary>Creates or replaces a rule. An equal rule makes no version.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="by">The name of the key that makes the change.</param>
    /// <exception cref="InvalidOperationException">The most rules are stored.</exception>
    [Alias("PutRule")]
    ValueTask<RuleVersion> PutRuleAsync(MerchandisingRule rule, string by);

    /// <summary>Deletes a rule. Its history stays.</summary>
    /// <returns>False when the rule does not exist.</returns>
    [Alias("DeleteRule")]
    ValueTask<bool> DeleteRuleAsync(string id, string by);

    /// <summary>Gets the versions of a rule, newest first; empty for an unknown rule. At most 50 are kept.</summary>
    [AlwaysInterleave, Alias("History")]
    ValueTask<ImmutableArray<RuleVersion>> HistoryAsync(string id);

    /// <summary>Makes a new version of a rule with the content of an earlier one.</summary>
    /// <returns>The new version; null when the version does not exist or is a deletion.</returns>
    [Alias("Revert")]
    ValueTask<RuleVersion?> RevertAsync(string id, int version, string by);

    /// <summary>Creates or replaces a placement. An equal placement makes no version.</summary>
    /// <exception cref="InvalidOperationException">The most placements are stored.</exception>
    [Alias("PutPlacement")]
    ValueTask<PlacementVersion> PutPlacementAsync(PlacementDefinition placement, string by);

    /// <summary>Deletes a placement. The settings apply again.</summary>
    /// <returns>False when the placement does not exist.</returns>
    [Alias("DeletePlacement")]
    ValueTask<bool> DeletePlacementAsync(string name, string by);

    /// <summary>
    /// Calls <paramref name="observer"/> at every change, for one minute unless the subscription is renewed.
    /// </summary>
    [Alias("Subscribe")]
    ValueTask<MerchandisingBoard> SubscribeAsync(IMerchandisingObserver observer);
}
