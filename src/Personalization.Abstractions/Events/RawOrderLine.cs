namespace Personalization.Abstractions.Events;

/// <summary>A line of an order as received, not validated yet.</summary>
public sealed record RawOrderLine
{
    /// <inheritdoc cref="UserEvent.ItemId"/>
    public string? ItemId { get; init; }

    /// <summary>The number of pieces, above 0; default 1.</summary>
    public double? Quantity { get; init; }

    /// <summary>The price of one piece in the shop's currency, 0 or more; null when unknown.</summary>
    public double? Price { get; init; }
}
