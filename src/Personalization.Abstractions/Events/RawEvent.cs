namespace Personalization.Abstractions.Events;

/// <summary>An event as received, not validated yet: every field may be missing or invalid.</summary>
public sealed record RawEvent
{
    /// <inheritdoc cref="UserEvent.EventId"/>
    public string? EventId { get; init; }

    /// <inheritdoc cref="UserEvent.UserId"/>
    public string? UserId { get; init; }

    /// <inheritdoc cref="UserEvent.Type"/>
    public string? Type { get; init; }

    /// <inheritdoc cref="UserEvent.ItemId"/>
    public string? ItemId { get; init; }

    /// <inheritdoc cref="UserEvent.OccurredAt"/>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <inheritdoc cref="UserEvent.Value"/>
    public double? Value { get; init; }

    /// <inheritdoc cref="UserEvent.Placement"/>
    public string? Placement { get; init; }

    /// <inheritdoc cref="UserEvent.RecommendationId"/>
    public string? RecommendationId { get; init; }

    /// <inheritdoc cref="UserEvent.Properties"/>
    public IReadOnlyDictionary<string, string?>? Properties { get; init; }

    /// <summary>
    /// The id of the order that the event belongs to; it becomes the property <c>orderId</c>. Null for no order.
    /// </summary>
    public string? Order { get; init; }

    /// <summary>
    /// The lines of an order, 1 to 200; null for an event of one item. Each line becomes one event.
    /// </summary>
    public IReadOnlyList<RawOrderLine>? Lines { get; init; }
}
