using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The users and placements of an experiment. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.Audience")]
public sealed record Audience
{
    /// <summary>The placements it changes; empty for all.</summary>
    [Id(0)]
    public ImmutableArray<string> Placements { get; init; } = [];

    /// <summary>The conditions a user must fulfil to enter; all of them.</summary>
    [Id(1)]
    public ImmutableArray<AttributeCondition> Attributes { get; init; } = [];

    /// <summary>Whether a placement is changed.</summary>
    public bool Covers(string placement) => Placements.IsEmpty || Placements.Contains(placement, StringComparer.Ordinal);

    /// <summary>Whether a user may enter.</summary>
    public bool Admits(IReadOnlyDictionary<string, string> attributes) => Attributes.All(condition => condition.Holds(attributes));
}
