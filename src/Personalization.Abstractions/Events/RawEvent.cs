using System.ComponentModel.DataAnnotations;

namespace Personalization.Abstractions.Events;

/// <summary>An event, or an order with lines.</summary>
public sealed record RawEvent
{
    /// <summary>The client's id of the event, at most 128 characters. A retry has the same id.</summary>
    [MaxLength(128)]
    public string? EventId { get; init; }

    /// <summary>The user: any printable text of 1 to 256 characters.</summary>
    [Required, MaxLength(256)]
    public string? UserId { get; init; }

    /// <summary>The type, for example <c>view</c>, <c>click</c>, <c>addToCart</c> or <c>purchase</c>.</summary>
    [Required, MaxLength(128)]
    public string? Type { get; init; }

    /// <summary>The item; missing only when the event has order lines.</summary>
    [MaxLength(256)]
    public string? ItemId { get; init; }

    /// <summary>The time of the event, ISO 8601; at most 10 minutes ahead. Default: the time of receipt.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>A rating, a share, seconds or an amount, 0 to 1e12.</summary>
    [Range(0, 1e12)]
    public double? Value { get; init; }

    /// <summary>The placement that showed the item.</summary>
    [MaxLength(128)]
    public string? Placement { get; init; }

    /// <summary>The id of the list that showed the item.</summary>
    [MaxLength(128)]
    public string? RecommendationId { get; init; }

    /// <summary>Further facts: at most 32 names of 64 characters with values of 1,024 characters.</summary>
    public IReadOnlyDictionary<string, string?>? Properties { get; init; }

    /// <summary>
    /// The id of the order that the event belongs to; it becomes the property <c>orderId</c>. Null for no order.
    /// </summary>
    public string? Order { get; init; }

    /// <summary>
    /// The lines of an order, 1 to 200; null for an event of one item. Each line becomes one event.
    /// </summary>
    [MinLength(1), MaxLength(200)]
    public IReadOnlyList<RawOrderLine>? Lines { get; init; }
}
