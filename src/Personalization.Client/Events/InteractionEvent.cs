namespace Personalization.Client.Events;

/// <summary>An event of a user on an item.</summary>
public sealed record InteractionEvent
{
    /// <summary>
    /// The id of the event. The client sets a random one when it is null. Sending the same id again changes nothing.
    /// </summary>
    public string? EventId { get; init; }

    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>The type, for example <c>view</c>, <c>click</c>, <c>cart</c> or <c>purchase</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The item; null for an order with <see cref="Lines"/>.</summary>
    public string? ItemId { get; init; }

    /// <summary>When the event happened. The client sets the present time when it is null.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>A magnitude (price paid, rating, seconds watched), 0 to 1e12; null for none.</summary>
    public double? Value { get; init; }

    /// <summary>The placement on the client's pages; null when unknown.</summary>
    public string? Placement { get; init; }

    /// <summary>The id of the list that led to the event; null when no list did.</summary>
    public string? RecommendationId { get; init; }

    /// <summary>Further properties by name; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    /// <summary>The id of the order; null for none.</summary>
    public string? Order { get; init; }

    /// <summary>The lines of an order; null for an event on one item.</summary>
    public IReadOnlyList<OrderLine>? Lines { get; init; }

    /// <summary>Creates an event of the type <c>view</c>.</summary>
    public static InteractionEvent View(string userId, string itemId, string? recommendationId = null) =>
        new() { UserId = userId, Type = "view", ItemId = itemId, RecommendationId = recommendationId };

    /// <summary>Creates an event of the type <c>click</c>.</summary>
    public static InteractionEvent Click(string userId, string itemId, string? recommendationId = null) =>
        new() { UserId = userId, Type = "click", ItemId = itemId, RecommendationId = recommendationId };

    /// <summary>Creates an event of the type <c>purchase</c>.</summary>
    public static InteractionEvent Purchase(
        string userId, string itemId, double? value = null, string? recommendationId = null) =>
        new()
        {
            UserId = userId,
            Type = "purchase",
            ItemId = itemId,
            Value = value,
            RecommendationId = recommendationId,
        };
}

/// <summary>One line of an order.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Quantity">The number of pieces, at least 1; null for 1.</param>
/// <param name="Price">The price of one piece; null when unknown.</param>
public sealed record OrderLine(string ItemId, int? Quantity = null, decimal? Price = null);
