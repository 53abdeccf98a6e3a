using System.Collections.Immutable;
using Personalization.Abstractions.Filters;

namespace Personalization.Engine.Merchandising;

/// <summary>The published rules of one placement. Immutable; the same object as long as they are unchanged.</summary>
/// <param name="key">Names the versions of the rules and of the placement's policy.</param>
/// <param name="rules">The rules, highest precedence first.</param>
public sealed class PlacementRules(string key, ImmutableArray<CompiledRule> rules)
{
    /// <summary>No rules.</summary>
    public static PlacementRules Empty { get; } = new(string.Empty, []);

    /// <summary>Names the versions of the rules and of the placement's policy.</summary>
    public string Key => key;

    /// <summary>The rules, highest precedence first.</summary>
    public ImmutableArray<CompiledRule> Rules => rules;

    /// <summary>Returns the actions that apply to a request.</summary>
    /// <param name="now">The time of the request.</param>
    /// <param name="bindings">The user's attributes and the context.</param>
    /// <param name="without">The ids of rules that do not apply; null for none.</param>
    public RuleSet At(DateTimeOffset now, FilterBindings bindings, ImmutableArray<string>? without = null)
    {
        if (rules.IsEmpty)
        {
            return RuleSet.None;
        }

        return new RuleSet(
            rules.Where(rule => without?.Contains(rule.Rule.Id) != true)
                .Where(rule => rule.Rule.IsActive(now) && rule.Admits(bindings))
                .SelectMany(rule => rule.Actions),
            bindings,
            UnchangedUntil(now));
    }

    /// <summary>Returns the same rules with one rule added or replaced, as a preview shows it.</summary>
    public PlacementRules With(CompiledRule rule) => new(key, Ordered(
        rules.Where(known => known.Rule.Id != rule.Rule.Id).Append(rule)));

    /// <summary>Returns the same rules without one.</summary>
    public PlacementRules Without(string id) => new(key, [.. rules.Where(known => known.Rule.Id != id)]);

    /// <summary>Orders rules by precedence: higher priority first, then the id.</summary>
    public static ImmutableArray<CompiledRule> Ordered(IEnumerable<CompiledRule> rules) =>
    [
        .. rules.OrderByDescending(rule => rule.Rule.Priority).ThenBy(rule => rule.Rule.Id, StringComparer.Ordinal),
    ];

    /// <summary>The next start or end of a rule.</summary>
    private DateTimeOffset UnchangedUntil(DateTimeOffset now) => rules
        .SelectMany(rule => new[] { rule.Rule.From, rule.Rule.Until })
        .OfType<DateTimeOffset>()
        .Where(step => step > now)
        .DefaultIfEmpty(DateTimeOffset.MaxValue)
        .Min();
}
