namespace Personalization.Testing.Upstream;

/// <summary>An item in the shop's own systems. Immutable.</summary>
internal sealed record UpstreamProduct
{
    public required string Id { get; init; }

    public string? Title { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    public decimal Price { get; init; }

    /// <summary>Gets the number of pieces in stock.</summary>
    public int Stock { get; init; }

    public DateTimeOffset? OnSaleFrom { get; init; }

    public DateTimeOffset? OnSaleUntil { get; init; }
}
