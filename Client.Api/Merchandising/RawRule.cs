using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Personalization.Abstractions.Merchandising;

namespace Personalization.Client.Api.Merchandising;

/// <summary>The body of a rule.</summary>
internal sealed record RawRule
{
    /// <inheritdoc cref="MerchandisingRule.Description"/>
    public string? Description { get; init; }

    /// <summary>published, the default, or draft.</summary>
    public RuleStatus? Status { get; init; }

    /// <inheritdoc cref="MerchandisingRule.Placements"/>
    public IReadOnlyList<string?>? Placements { get; init; }

    /// <inheritdoc cref="MerchandisingRule.From"/>
    public DateTimeOffset? From { get; init; }

    /// <inheritdoc cref="MerchandisingRule.Until"/>
    public DateTimeOffset? Until { get; init; }

    /// <inheritdoc cref="MerchandisingRule.Audience"/>
    public string? Audience { get; init; }

    /// <inheritdoc cref="MerchandisingRule.Priority"/>
    public int? Priority { get; init; }

    /// <inheritdoc cref="MerchandisingRule.Actions"/>
    [Required, MinLength(1)]
    public IReadOnlyList<RuleAction>? Actions { get; init; }

    /// <summary>Makes the rule of a valid body.</summary>
    public MerchandisingRule ToRule(string id) => new()
    {
        Id = id,
        Description = Description,
        Status = Status ?? RuleStatus.Published,
        Placements = [.. (Placements ?? []).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
        From = From?.ToUniversalTime(),
        Until = Until?.ToUniversalTime(),
        Audience = Audience,
        Priority = Priority ?? 0,
        Actions = Actions!.ToImmutableArray(),
    };
}

/// <summary>The body of a revert.</summary>
internal sealed record RawRevert
{
    /// <summary>The version to restore, from 1.</summary>
    [Required, Range(1, int.MaxValue)]
    public int? Version { get; init; }
}

/// <summary>The body of a preview.</summary>
internal sealed record RawPreview
{
    /// <summary>The users, 1 to 20.</summary>
    [Required, MinLength(1), MaxLength(20)]
    public IReadOnlyList<string?>? UserIds { get; init; }

    /// <summary>The placement of the lists; default: the rule's first placement, or default.</summary>
    public string? Placement { get; init; }

    /// <summary>The number of items, 1 to 100; default 20.</summary>
    [Range(1, 100)]
    public int? Count { get; init; }

    /// <summary>A rule to preview in place of the stored one.</summary>
    public RawRule? Rule { get; init; }
}

/// <summary>The body of a placement.</summary>
internal sealed record RawPlacement
{
    /// <inheritdoc cref="PlacementDefinition.Description"/>
    public string? Description { get; init; }

    /// <summary>The values that replace those of the settings; missing values keep them.</summary>
    public PlacementChange? Policy { get; init; }
}
