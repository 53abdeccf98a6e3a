using System.Collections.Immutable;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Merchandising;

/// <summary>A rule with its filters parsed. Immutable.</summary>
public sealed class CompiledRule
{
    private readonly FilterExpression? _audience;

    private CompiledRule(
        MerchandisingRule rule, FilterExpression? audience, ImmutableArray<CompiledAction> actions)
    {
        Rule = rule;
        _audience = audience;
        Actions = actions;
    }

    /// <summary>The rule.</summary>
    public MerchandisingRule Rule { get; }

    /// <summary>The actions in the order of the rule.</summary>
    public ImmutableArray<CompiledAction> Actions { get; }

    /// <summary>Parses a rule.</summary>
    /// <returns>The rule; null when it has an error, for example from a newer version of the API.</returns>
    public static CompiledRule? TryCompile(MerchandisingRule rule)
    {
        FilterExpression? audience = null;
        if (rule.Audience is { } text
            && (audience = FilterParser.Parse(
                text, FilterScope.Audience | FilterScope.Context, null, out _)) is null)
        {
            return null;
        }

        ImmutableArray<CompiledAction?> actions = [.. rule.Actions.Select(action => Compile(rule.Id, action))];
        return actions.Any(action => action is null)
            ? null
            : new CompiledRule(rule, audience, [.. actions.OfType<CompiledAction>()]);
    }

    /// <summary>Gets whether the rule applies to a placement.</summary>
    public bool Covers(string placement) =>
        Rule.Placements.IsEmpty || Rule.Placements.Contains(placement, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets whether the rule applies to a user.</summary>
    public bool Admits(FilterBindings bindings) =>
        _audience is null || FilterBinder.Bind(_audience, bindings) is FilterConstant { Holds: true };

    private static CompiledAction? Compile(string rule, RuleAction action) => action switch
    {
        { Include: { } text } => Filter(text) is { } filter ? new IncludeAction(rule, filter) : null,
        { Exclude: { } text } => Filter(text) is { } filter ? new ExcludeAction(rule, filter) : null,
        { Boost: { } text, Factor: { } factor } =>
            Filter(text) is { } filter ? new BoostAction(rule, filter, factor) : null,
        { Bury: { } text } => Filter(text) is { } filter ? new BuryAction(rule, filter) : null,
        { Share: { } text, Percent: { } percent } =>
            Filter(text) is { } filter ? new ShareAction(rule, filter, percent) : null,
        { Cap: { } field, Most: { } most, Window: { } window } =>
            new CapAction(rule, new FilterField(FilterSource.Candidate, field), most, window),
        { Pin: { } id, Position: { } position } =>
            ItemId.TryCreate(id, out ItemId item) is null ? new PinAction(rule, item, position) : null,
        _ => null,
    };

    private static ItemFilter? Filter(string text) =>
        ItemFilter.Parse(text, FilterScope.User | FilterScope.Context, null, out _);
}
