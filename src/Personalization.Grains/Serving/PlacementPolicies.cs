using System.Collections.Frozen;
using Personalization.Engine.Placements;

namespace Personalization.Grains.Serving;

/// <summary>The policy of each placement. Immutable.</summary>
public sealed class PlacementPolicies(IReadOnlyDictionary<string, PlacementPolicy> configured)
{
    private readonly FrozenDictionary<string, PlacementPolicy> _policies = configured.ToFrozenDictionary(
        StringComparer.OrdinalIgnoreCase);

    private readonly PlacementPolicy _default =
        configured.FirstOrDefault(pair => string.Equals(
            pair.Key,
            Personalization.Abstractions.Recommendations.RecommendationQuery.DefaultPlacement,
            StringComparison.OrdinalIgnoreCase)).Value ?? new PlacementPolicy();

    /// <summary>
    /// Returns the policy of <paramref name="placement"/>; a placement without settings gets <c>default</c>.
    /// </summary>
    public PlacementPolicy For(string placement) => _policies.GetValueOrDefault(placement) ?? _default;

    /// <summary>Returns the placement whose settings apply; <c>default</c> for a placement without settings.</summary>
    public string NameOf(string placement) => _policies.ContainsKey(placement)
        ? placement
        : Personalization.Abstractions.Recommendations.RecommendationQuery.DefaultPlacement;

    /// <summary>Whether the policy of any placement explores.</summary>
    public bool AnyExplores =>
        _default.Exploration.Share > 0 || _policies.Values.Any(policy => policy.Exploration.Share > 0);
}
