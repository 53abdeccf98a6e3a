using System.Collections.Frozen;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Merchandising;
using Personalization.Engine.Placements;

namespace Personalization.Grains.Serving;

/// <summary>
/// The policy and the rules of each placement: those of the settings, changed by those that were set at run time.
/// Thread-safe.
/// </summary>
public sealed class PlacementPolicies
{
    private readonly IReadOnlyDictionary<string, PlacementPolicy> _configured;
    private readonly Lock _writing = new();
    private volatile Table _table;

    /// <summary>Creates the policies of the settings.</summary>
    public PlacementPolicies(IReadOnlyDictionary<string, PlacementPolicy> configured)
    {
        _configured = configured;
        _table = TableOf([], RuleBoard.Empty);
    }

    /// <summary>The rules. The same object until a rule or a placement changes.</summary>
    public RuleBoard Rules => _table.Rules;

    /// <summary>Whether the policy of any placement explores.</summary>
    public bool AnyExplores => _table is var table
        && (table.Default.Exploration.Share > 0 || table.Policies.Values.Any(policy => policy.Exploration.Share > 0));

    /// <summary>
    /// Returns the policy of <paramref name="placement"/>; a placement without a policy gets <c>default</c>.
    /// </summary>
    public PlacementPolicy For(string placement) =>
        _table.For(placement);

    /// <summary>Returns the placement whose policy applies; <c>default</c> for a placement without one.</summary>
    public string NameOf(string placement) =>
        _table.Policies.ContainsKey(placement) ? placement : RecommendationQuery.DefaultPlacement;

    /// <summary>Sets the rules and placements of a revision, unless a later revision is known.</summary>
    /// <returns>Whether they were set.</returns>
    public bool Set(MerchandisingBoard board)
    {
        lock (_writing)
        {
            if (board.Revision <= Rules.Revision)
            {
                return false;
            }

            _table = TableOf(
                [.. board.Placements.Select(version => version.Placement).OfType<PlacementDefinition>()],
                RuleBoard.Of(board, Rules));
            return true;
        }
    }

    private Table TableOf(IReadOnlyList<PlacementDefinition> placements, RuleBoard rules)
    {
        Dictionary<string, PlacementPolicy> policies = new(_configured, StringComparer.OrdinalIgnoreCase);
        PlacementPolicy basic =
            policies.GetValueOrDefault(RecommendationQuery.DefaultPlacement) ?? new PlacementPolicy();
        bool IsDefault(PlacementDefinition placement) => string.Equals(
            placement.Name, RecommendationQuery.DefaultPlacement, StringComparison.OrdinalIgnoreCase);
        if (placements.FirstOrDefault(IsDefault) is { } changed)
        {
            policies[RecommendationQuery.DefaultPlacement] = basic = basic.With(changed.Policy);
        }

        foreach (PlacementDefinition placement in placements.Where(placement => !IsDefault(placement)))
        {
            policies[placement.Name] = (policies.GetValueOrDefault(placement.Name) ?? basic).With(placement.Policy);
        }

        return new Table(policies.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), basic, rules);
    }

    private sealed record Table(
        FrozenDictionary<string, PlacementPolicy> Policies, PlacementPolicy Default, RuleBoard Rules)
    {
        public PlacementPolicy For(string placement) => Policies.GetValueOrDefault(placement) ?? Default;
    }
}
