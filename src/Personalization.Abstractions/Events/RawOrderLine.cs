using System.ComponentModel.DataAnnotations;

namespace Personalization.Abstractions.Events;

/// <summary>A line of an order.</summary>
public sealed record RawOrderLine
{
    /// <summary>The item.</summary>
    [Required, MaxLength(256)]
    public string? ItemId { get; init; }

    /// <summary>The number of pieces, above 0; default 1.</summary>
    public double? Quantity { get; init; }

    /// <summary>The price of one piece in the shop's currency, 0 or more; null when unknown.</summary>
    [Range(0, 1e12)]
    public double? Price { get; init; }
}
