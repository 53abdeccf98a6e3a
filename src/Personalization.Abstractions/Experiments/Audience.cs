using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The users and placements that an experiment applies to. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.Audience")]
public sealed record Audience
{
    /// <summary>The placements that the experiment changes; empty for all.</summary>
    [Id(0)]
    public ImmutableArray<string> Placements { get; init; } = [];

    /// <summary>The conditions that a user must fulfill to enter; all of them.</summary>
    [Id(1)]
    public ImmutableArray<AttributeCondition> Attributes { get; init; } = [];

    /// <summary>Gets whether the experiment changes a placement.</summary>
    public bool Covers(string placement) =>
        Placements.IsEmpty || Placements.Contains(placement, StringComparer.Ordinal);

    /// <summary>Gets whether a user with these attributes may enter.</summary>
    public bool Admits(IReadOnlyDictionary<string, string> attributes) =>
        Attributes.All(condition => condition.Holds(attributes));
}

/// <summary>One condition on a user's attributes. Immutable.</summary>
/// <param name="Attribute">The attribute's name (<c>country</c>, <c>app</c>).</param>
/// <param name="Values">The values that fulfill the condition, ignoring case.</param>
/// <param name="Negated">
/// Whether the condition excludes the values. A user without the attribute fulfills only negated conditions.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.AttributeCondition")]
public sealed record AttributeCondition(
    [property: Id(0)] string Attribute,
    [property: Id(1)] ImmutableArray<string> Values,
    [property: Id(2)] bool Negated = false)
{
    /// <summary>Gets whether a user's attributes fulfill the condition.</summary>
    public bool Holds(IReadOnlyDictionary<string, string> attributes) =>
        Negated != (attributes.TryGetValue(Attribute, out string? value)
            && Values.Contains(value, StringComparer.OrdinalIgnoreCase));
}
