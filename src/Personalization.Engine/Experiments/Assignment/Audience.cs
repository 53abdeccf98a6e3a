using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>Whom an experiment is for, and where.</summary>
public sealed record Audience
{
    /// <summary>The placements it changes; empty for all.</summary>
    public ImmutableArray<string> Placements { get; init; } = [];

    /// <summary>What must hold for a user to enter; all of them.</summary>
    public ImmutableArray<AttributeCondition> Attributes { get; init; } = [];

    /// <summary>Whether a placement is changed.</summary>
    public bool Covers(string placement) => Placements.IsEmpty || Placements.Contains(placement, StringComparer.Ordinal);

    /// <summary>Whether a user may enter.</summary>
    public bool Admits(IReadOnlyDictionary<string, string> attributes) => Attributes.All(condition => condition.Holds(attributes));
}
