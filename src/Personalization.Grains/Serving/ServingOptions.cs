using System.ComponentModel.DataAnnotations;

namespace Personalization.Grains.Serving;

/// <summary>How lists are kept and how a silo follows the live model and the catalogue.</summary>
public sealed class ServingOptions
{
    /// <summary>How many items of a list are ranked and kept, so that the next pages cost nothing.</summary>
    [Range(20, 2_000)]
    public int ListLength { get; set; } = 100;

    /// <summary>After how many seconds a kept list is ranked anew although nothing changed: popularity fades with time.</summary>
    [Range(1, 86_400)]
    public int ListMaxAgeSeconds { get; set; } = 300;

    /// <summary>How many lists (placement and filter) are kept per user.</summary>
    [Range(1, 64)]
    public int ListsPerUser { get; set; } = 4;

    /// <summary>How often a silo asks for model and catalogue changes, in case a notice was lost, seconds.</summary>
    [Range(1, 3_600)]
    public int RefreshSeconds { get; set; } = 3;
}
