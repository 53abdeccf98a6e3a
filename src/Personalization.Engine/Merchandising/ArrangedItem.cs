using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Merchandising;

/// <summary>An item with what the rules know about it. Immutable.</summary>
/// <param name="Item">The item.</param>
/// <param name="IsBuried">Whether it follows after all others.</param>
/// <param name="CapValues">The value of each cap's field; null for none.</param>
/// <param name="Shares">The indexes of the shares that count it.</param>
internal sealed record ArrangedItem(
    RecommendedItem Item, bool IsBuried, ImmutableArray<string?> CapValues, ImmutableArray<int> Shares)
{
    /// <summary>Evaluates the rules for an item.</summary>
    public static ArrangedItem Of(RecommendedItem item, CatalogItem? entry, RuleSet rules) => new(
        item,
        rules.IsBuried(entry),
        [.. rules.Caps.Select(cap => cap.ValueOf(entry))],
        [.. Enumerable.Range(0, rules.Shares.Length).Where(share => rules.Shares[share].Filter.Allows(entry))]);

    /// <summary>Gets whether a share counts the item.</summary>
    public bool Counts(int share) => Shares.Contains(share);

    /// <summary>The item with a rule as its reason.</summary>
    public ArrangedItem BecauseOf(string rule) =>
        this with { Item = Item with { Reason = new Reason(ReasonKind.Rule, rule) } };
}
