namespace Personalization.Client.Items;

/// <summary>Some fields of an item: those of a patch, or those that a list was asked for.</summary>
/// <remarks>In a patch, null keeps a field. An attribute with the default value is removed.</remarks>
public sealed record ItemFields
{
    /// <inheritdoc cref="Item.Id"/>
    public string? Id { get; init; }

    /// <inheritdoc cref="Item.Title"/>
    public string? Title { get; init; }

    /// <inheritdoc cref="Item.Categories"/>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <inheritdoc cref="Item.Attributes"/>
    public IReadOnlyDictionary<string, AttributeValue>? Attributes { get; init; }

    /// <inheritdoc cref="Item.Price"/>
    public decimal? Price { get; init; }

    /// <inheritdoc cref="Item.Available"/>
    public bool? Available { get; init; }

    /// <inheritdoc cref="Item.ValidFrom"/>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <inheritdoc cref="Item.ValidUntil"/>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <inheritdoc cref="Item.PublishedAt"/>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <inheritdoc cref="Item.AddedAt"/>
    public DateTimeOffset? AddedAt { get; init; }
}
