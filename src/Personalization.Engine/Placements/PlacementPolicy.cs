using System.ComponentModel.DataAnnotations;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Exploration;

namespace Personalization.Engine.Placements;

/// <summary>Ranking policy of one placement. Dismissed and unavailable items are on no list.</summary>
public sealed class PlacementPolicy
{
    /// <summary>Whether items that the user has events on may be on a list.</summary>
    public SeenItems SeenItems { get; set; } = SeenItems.Exclude;

    /// <summary>The weight of variety of categories against the score: 0 is score alone, 1 is variety alone.</summary>
    [Range(0.0, 1.0)]
    public double Diversity { get; set; } = 0.15;

    /// <summary>The gain of items in a category that the user stated: 0.5 raises their score by half.</summary>
    [Range(0.0, 10.0)]
    public double StatedPreferenceBoost { get; set; } = 0.5;

    /// <summary>
    /// The share of positions reserved for cold-start items that fit the user: 0.1 is every tenth position.
    /// </summary>
    [Range(0.0, 0.5)]
    public double NewItemShare { get; set; } = 0.1;

    /// <summary>True allows items that occur in events and not in the catalogue.</summary>
    public bool UnknownItems { get; set; } = true;

    /// <summary>How much and how the placement explores.</summary>
    public PlacementExploration Exploration { get; set; } = new();

    /// <summary>Item ids of the fallback level static, in this order.</summary>
    [MaxLength(200)]
    public IReadOnlyList<string> StaticItems { get; set; } = [];

    /// <summary>A copy with an experiment arm's changes.</summary>
    public PlacementPolicy With(PolicyPatch patch) => new()
    {
        SeenItems = patch.SeenItems ?? SeenItems,
        Diversity = patch.Diversity ?? Diversity,
        NewItemShare = NewItemShare,
        StatedPreferenceBoost = patch.StatedPreferenceBoost ?? StatedPreferenceBoost,
        UnknownItems = patch.UnknownItems ?? UnknownItems,
        Exploration = Exploration,
        StaticItems = StaticItems,
    };

    /// <summary>A copy with the values that were set at run time.</summary>
    public PlacementPolicy With(PlacementChange change) => new()
    {
        SeenItems = change.SeenItems ?? SeenItems,
        Diversity = change.Diversity ?? Diversity,
        NewItemShare = change.NewItemShare ?? NewItemShare,
        StatedPreferenceBoost = change.StatedPreferenceBoost ?? StatedPreferenceBoost,
        UnknownItems = change.UnknownItems ?? UnknownItems,
        Exploration = Exploration,
        StaticItems = change.StaticItems ?? StaticItems,
    };
}
