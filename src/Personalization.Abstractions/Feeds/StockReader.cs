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
    /// <inheritdoc cref="RawItemReader.Read"/>
    public static RawItem Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawItem item = new();
        int? stock = null;
        int before = errors.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = reader.GetString()!;
            _ = reader.Read();
            switch (field)
            {
                case "id": item = item with { Id = JsonFields.Text(ref reader, path, field, errors) }; break;
                case "stock": stock = JsonFields.Whole(ref reader, path, field, errors); break;
                case "available":
                    item = item with { Available = JsonFields.Flag(ref reader, path, field, errors) };
                    break;
                case "price": item = item with { Price = JsonFields.Decimal(ref reader, path, field, errors) }; break;
                default: reader.Skip(); break;
            }
        }

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
}
