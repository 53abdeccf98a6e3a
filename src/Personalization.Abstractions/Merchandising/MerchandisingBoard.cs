using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Abstractions.Merchandising;

/// <summary>All rules and placements of a moment. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.MerchandisingBoard")]
public sealed record MerchandisingBoard
{
    /// <summary>Rises with every change; 0 before the first.</summary>
    [Id(0)]
    public required long Revision { get; init; }

    /// <summary>The rules in the order of their ids.</summary>
    [Id(1)]
    public ImmutableArray<RuleVersion> Rules { get; init; } = [];

    /// <summary>The placements in the order of their names.</summary>
    [Id(2)]
    public ImmutableArray<PlacementVersion> Placements { get; init; } = [];
}

/// <summary>A version of a rule and who made it. Immutable.</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="Version">The version, from 1.</param>
/// <param name="At">When the version was made, UTC.</param>
/// <param name="By">The name of the key that made it.</param>
/// <param name="Change"><c>created</c>, <c>changed</c>, <c>reverted to N</c> or <c>deleted</c>.</param>
/// <param name="Rule">The rule; null when it was deleted.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RuleVersion")]
public sealed record RuleVersion(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string By,
    [property: Id(4)] string Change,
    [property: Id(5)] MerchandisingRule? Rule);

/// <summary>A version of a placement and who made it. Immutable.</summary>
/// <param name="Name">The placement's name.</param>
/// <param name="Version">The version, from 1.</param>
/// <param name="At">When the version was made, UTC.</param>
/// <param name="By">The name of the key that made it.</param>
/// <param name="Change"><c>created</c>, <c>changed</c> or <c>deleted</c>.</param>
/// <param name="Placement">The placement; null when it was deleted.</param>
[GenerateSerializer, Immutable, Alias("Personalization.PlacementVersion")]
public sealed record PlacementVersion(
    [property: Id(0)] string Name,
    [property: Id(1)] int Version,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string By,
    [property: Id(4)] string Change,
    [property: Id(5)] PlacementDefinition? Placement);

/// <summary>A placement that was made at run time. Immutable.</summary>
/// <param name="Name">The name that list requests send.</param>
/// <param name="Description">A description for people; at most 512 characters.</param>
/// <param name="Policy">The values that replace those of the settings.</param>
[GenerateSerializer, Immutable, Alias("Personalization.PlacementDefinition")]
public sealed record PlacementDefinition(
    [property: Id(0)] string Name, [property: Id(1)] string? Description, [property: Id(2)] PlacementChange Policy);

/// <summary>
/// Values of a placement's policy. Null keeps the value of the settings, or else of the placement <c>default</c>.
/// Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.PlacementChange")]
public sealed record PlacementChange
{
    /// <summary>Whether items that the user has seen may be recommended.</summary>
    [Id(0)]
    public SeenItems? SeenItems { get; init; }

    /// <summary>The weight of variety of categories against the score, 0 to 1.</summary>
    [Id(1)]
    public double? Diversity { get; init; }

    /// <summary>The gain of items in a category that the user stated, 0 to 10.</summary>
    [Id(2)]
    public double? StatedPreferenceBoost { get; init; }

    /// <summary>The share of positions reserved for cold-start items, 0 to 0.5.</summary>
    [Id(3)]
    public double? NewItemShare { get; init; }

    /// <summary>Whether items outside of the catalog may be recommended.</summary>
    [Id(4)]
    public bool? UnknownItems { get; init; }

    /// <summary>The item ids of the fallback level static, in this order; at most 200.</summary>
    [Id(5)]
    public ImmutableArray<string>? StaticItems { get; init; }
}
