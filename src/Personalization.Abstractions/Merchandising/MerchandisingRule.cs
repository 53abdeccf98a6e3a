using System.Collections.Immutable;

namespace Personalization.Abstractions.Merchandising;

/// <summary>A merchandising rule: what it does to the lists of some placements, users and times. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.MerchandisingRule")]
public sealed record MerchandisingRule
{
    /// <summary>The id, unique among rules.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>A description for people; at most 512 characters.</summary>
    [Id(1)]
    public string? Description { get; init; }

    /// <summary>Whether lists use the rule.</summary>
    [Id(2)]
    public RuleStatus Status { get; init; } = RuleStatus.Published;

    /// <summary>The placements whose lists the rule changes; empty for all.</summary>
    [Id(3)]
    public ImmutableArray<string> Placements { get; init; } = [];

    /// <summary>The start of the time in which the rule applies, inclusive; null for no start.</summary>
    [Id(4)]
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of the time in which the rule applies, exclusive; null for no end.</summary>
    [Id(5)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>The users whose lists the rule changes, in the filter language; null for all users.</summary>
    [Id(6)]
    public string? Audience { get; init; }

    /// <summary>The rule of higher priority wins a conflict, -1,000 to 1,000; equal priorities go by id.</summary>
    [Id(7)]
    public int Priority { get; init; }

    /// <summary>The actions; 1 to 20.</summary>
    [Id(8)]
    public required ImmutableArray<RuleAction> Actions { get; init; }

    /// <summary>Gets whether the rule applies at a time.</summary>
    public bool IsActive(DateTimeOffset now) =>
        Status == RuleStatus.Published
        && (From is not { } from || now >= from)
        && (Until is not { } until || now < until);
}

/// <summary>Whether lists use a rule.</summary>
[GenerateSerializer, Alias("Personalization.RuleStatus")]
public enum RuleStatus
{
    /// <summary>Only previews use the rule.</summary>
    Draft = 0,

    /// <summary>Lists use the rule within its schedule.</summary>
    Published = 1,
}

/// <summary>One action of a rule. Exactly one of the first seven fields is set. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.RuleAction")]
public sealed record RuleAction
{
    /// <summary>The filter of the only items that lists may have.</summary>
    [Id(0)]
    public string? Include { get; init; }

    /// <summary>The filter of the items that no list has.</summary>
    [Id(1)]
    public string? Exclude { get; init; }

    /// <summary>The filter of the items whose score is multiplied by <see cref="Factor"/>.</summary>
    [Id(2)]
    public string? Boost { get; init; }

    /// <summary>The filter of the items that follow after all other items.</summary>
    [Id(3)]
    public string? Bury { get; init; }

    /// <summary>The filter of the items that get at least <see cref="Percent"/> of the positions.</summary>
    [Id(4)]
    public string? Share { get; init; }

    /// <summary>
    /// The field of which a value occurs at most <see cref="Most"/> times in <see cref="Window"/> positions:
    /// <c>category</c> for the main category, or the name of an attribute.
    /// </summary>
    [Id(5)]
    public string? Cap { get; init; }

    /// <summary>The id of the item that stands at <see cref="Position"/>.</summary>
    [Id(6)]
    public string? Pin { get; init; }

    /// <summary>The factor of a boost, 0.01 to 100.</summary>
    [Id(7)]
    public double? Factor { get; init; }

    /// <summary>The share of the positions, percent, 1 to 100.</summary>
    [Id(8)]
    public double? Percent { get; init; }

    /// <summary>The most items with the same value in a window, 1 to 100.</summary>
    [Id(9)]
    public int? Most { get; init; }

    /// <summary>The number of consecutive positions that a cap counts, 2 to 100.</summary>
    [Id(10)]
    public int? Window { get; init; }

    /// <summary>The position of a pinned item, from 1 to 100.</summary>
    [Id(11)]
    public int? Position { get; init; }
}
