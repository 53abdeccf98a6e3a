using System.Collections.Immutable;
using Personalization.Abstractions.Merchandising;

namespace Personalization.Grains.Merchandising;

/// <summary>The stored rules and placements with their versions. Fields are only ever added.</summary>
public sealed record MerchandisingState
{
    /// <inheritdoc cref="MerchandisingBoard.Revision"/>
    public long Revision { get; init; }

    /// <summary>The versions of each rule, newest first; the rules in the order of their ids.</summary>
    public ImmutableArray<ImmutableArray<RuleVersion>> Rules { get; init; } = [];

    /// <summary>The versions of each placement, newest first; the placements in the order of their names.</summary>
    public ImmutableArray<ImmutableArray<PlacementVersion>> Placements { get; init; } = [];
}
