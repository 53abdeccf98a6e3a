using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Merchandising;

/// <summary>One action of a rule, ready to be applied. Immutable.</summary>
public abstract record CompiledAction(string Rule);

/// <summary>Lists may have only these items.</summary>
public sealed record IncludeAction(string Rule, ItemFilter Filter) : CompiledAction(Rule);

/// <summary>No list has these items.</summary>
public sealed record ExcludeAction(string Rule, ItemFilter Filter) : CompiledAction(Rule);

/// <summary>The scores of these items are multiplied by a factor.</summary>
public sealed record BoostAction(string Rule, ItemFilter Filter, double Factor) : CompiledAction(Rule);

/// <summary>These items follow after all others.</summary>
public sealed record BuryAction(string Rule, ItemFilter Filter) : CompiledAction(Rule);

/// <summary>These items get at least a share of the positions, percent.</summary>
public sealed record ShareAction(string Rule, ItemFilter Filter, double Percent) : CompiledAction(Rule);

/// <summary>A value of a field occurs at most a number of times in a window of positions.</summary>
public sealed record CapAction(string Rule, FilterField Field, int Most, int Window) : CompiledAction(Rule)
{
    /// <summary>Returns the value that the cap counts; null when the item has none and is not counted.</summary>
    public string? ValueOf(CatalogItem? item) =>
        item is not null && ItemFields.Read(item, Field) is [var first, ..]
            ? first.ToString().ToUpperInvariant()
            : null;
}

/// <summary>An item stands at a position, from 1.</summary>
public sealed record PinAction(string Rule, ItemId Item, int Position) : CompiledAction(Rule);
