using System.ComponentModel.DataAnnotations;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Lists;
using Personalization.Engine.Experiments.Exploration;

namespace Personalization.Engine.Composition;

/// <summary>What a placement wants of its lists. Items the user dismissed and items that are not available are on no list, whatever the policy.</summary>
public sealed class PlacementPolicy
{
    /// <summary>Whether items the user has met may come back.</summary>
    public SeenItems SeenItems { get; set; } = SeenItems.Exclude;

    /// <summary>How much variety of leading categories counts against score: 0 ranks by score alone, 1 by variety alone.</summary>
    [Range(0.0, 1.0)]
    public double Diversity { get; set; } = 0.15;

    /// <summary>How much more an item in a category the user said they like scores: 0.5 is half as much again.</summary>
    [Range(0.0, 10.0)]
    public double StatedPreferenceBoost { get; set; } = 0.5;

    /// <summary>The share of a personal list's places kept for items nobody has met yet whose content the user likes: 0.1 is every tenth place. What was learnt from the past knows
    /// no reason to show them; 0 leaves it at that.</summary>
    [Range(0.0, 0.5)]
    public double NewItemShare { get; set; } = 0.1;

    /// <summary>Whether items that occur in events but not in the catalogue may be shown.</summary>
    public bool UnknownItems { get; set; } = true;

    /// <summary>How much and how it explores.</summary>
    public PlacementExploration Exploration { get; set; } = new();

    /// <summary>Item ids shown, in this order, when nothing better can be computed.</summary>
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
}
