using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Merchandising;

/// <summary>The actions of all rules that apply to one request, highest precedence first. Immutable.</summary>
public sealed class RuleSet
{
    private const double LargestFactor = 1e6;

    private readonly ImmutableArray<ItemFilter> _includes;
    private readonly ImmutableArray<ItemFilter> _excludes;
    private readonly ImmutableArray<BoostAction> _boosts;
    private readonly ImmutableArray<ItemFilter> _buries;

    /// <summary>Sorts actions by kind and binds their filters.</summary>
    /// <param name="actions">The actions, highest precedence first.</param>
    /// <param name="bindings">The values of references.</param>
    /// <param name="until">When the actions can change, UTC.</param>
    public RuleSet(IEnumerable<CompiledAction> actions, FilterBindings bindings, DateTimeOffset until)
    {
        ImmutableArray<CompiledAction> all = [.. actions];
        Until = until;
        _includes = [.. all.OfType<IncludeAction>().Select(action => action.Filter.Bind(bindings))];
        _excludes = [.. all.OfType<ExcludeAction>().Select(action => action.Filter.Bind(bindings))];
        _boosts =
            [.. all.OfType<BoostAction>().Select(action => action with { Filter = action.Filter.Bind(bindings) })];
        _buries = [.. all.OfType<BuryAction>().Select(action => action.Filter.Bind(bindings))];
        Shares = [.. all.OfType<ShareAction>().Select(action => action with { Filter = action.Filter.Bind(bindings) })];
        Caps = [.. all.OfType<CapAction>()];
        Pins = [.. all.OfType<PinAction>()];
    }

    /// <summary>No actions.</summary>
    public static RuleSet None { get; } = new([], new FilterBindings(), DateTimeOffset.MaxValue);

    /// <summary>When the actions can change, UTC. A list that they shaped is valid until then.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The shares of positions.</summary>
    public ImmutableArray<ShareAction> Shares { get; }

    /// <summary>The caps of values.</summary>
    public ImmutableArray<CapAction> Caps { get; }

    /// <summary>The pinned items.</summary>
    public ImmutableArray<PinAction> Pins { get; }

    /// <summary>Gets whether an action raises or lowers scores.</summary>
    public bool Boosts => !_boosts.IsEmpty;

    /// <summary>Gets whether an action moves items of a ranked list.</summary>
    public bool Moves => !(_buries.IsEmpty && Shares.IsEmpty && Caps.IsEmpty && Pins.IsEmpty);

    /// <summary>Gets whether the include and exclude actions admit an item. Null is an item outside of the catalog.
    /// </summary>
    public bool Allows(CatalogItem? item)
    {
        foreach (ItemFilter include in _includes)
        {
            if (!include.Allows(item))
            {
                return false;
            }
        }

        foreach (ItemFilter exclude in _excludes)
        {
            if (exclude.Allows(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gets whether an item follows after all others.</summary>
    public bool IsBuried(CatalogItem? item) => _buries.Any(bury => bury.Allows(item));

    /// <summary>Returns the product of the factors of an item, and the first rule that boosts it.</summary>
    public (double Factor, string? Rule) BoostOf(CatalogItem? item)
    {
        double factor = 1;
        string? rule = null;
        foreach (BoostAction boost in _boosts)
        {
            if (boost.Filter.Allows(item))
            {
                factor = Math.Min(factor * boost.Factor, LargestFactor);
                rule ??= boost.Rule;
            }
        }

        return (factor, rule);
    }
}
