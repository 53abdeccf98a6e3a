using System.Collections.Frozen;
using Personalization.Engine.Composition;

namespace Personalization.Grains.Lists;

/// <summary>The policy of each placement. Immutable.</summary>
public sealed class PlacementPolicies(IReadOnlyDictionary<string, PlacementPolicy> configured)
{
    private readonly FrozenDictionary<string, PlacementPolicy> _policies = configured.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly PlacementPolicy _default =
        configured.FirstOrDefault(pair => string.Equals(pair.Key, Abstractions.Lists.RecommendationQuery.DefaultPlacement, StringComparison.OrdinalIgnoreCase)).Value ?? new PlacementPolicy();

    /// <summary>The policy of <paramref name="placement"/>; a placement without settings has that of <c>default</c>.</summary>
    public PlacementPolicy For(string placement) => _policies.GetValueOrDefault(placement) ?? _default;
}
