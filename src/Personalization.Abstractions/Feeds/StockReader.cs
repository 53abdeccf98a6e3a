using System.Text.Json;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Abstractions.Feeds;

/// <summary>
/// Reads an element of a stock feed: <c>id</c>, <c>price</c>, and <c>stock</c> (pieces) or <c>available</c>. Ignores
/// other fields.
/// </summary>
public static class StockReader
{
    private static readonly JsonTable<Stock> Table = new JsonTable<Stock>()
        .Text("id", static (ref stock, value) => stock.Item = stock.Item with { Id = value })
        .Whole("stock", static (ref stock, value) => stock.Pieces = value)
        .Flag("available", static (ref stock, value) => stock.Item = stock.Item with { Available = value })
        .Decimal("price", static (ref stock, value) => stock.Item = stock.Item with { Price = value });

    /// <inheritdoc cref="RawItemReader.ReadForeign"/>
    public static RawItem Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        Stock read = new() { Item = new() };
        int before = errors.Count;
        Table.Read(ref reader, ref read, path, errors, ignoreUnknown: true);
        (RawItem item, int? stock) = (read.Item, read.Pieces);
        if (stock < 0)
        {
            errors.Add(new($"{path}.stock", "outOfRange", $"stock must be 0 or more but was {stock}."));
        }

        if (errors.Count == before && stock is null && item.Available is null && item.Price is null)
        {
            errors.Add(new(path, "required", "must have stock, available or price."));
        }

        return stock is { } pieces ? item with { Available = pieces > 0 && item.Available != false } : item;
    }

    private struct Stock
    {
        public required RawItem Item { get; set; }

        public int? Pieces { get; set; }
    }
}
