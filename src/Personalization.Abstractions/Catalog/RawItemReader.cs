using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Abstractions.Catalog;

/// <summary>Reads an item or an item patch from JSON. Ignores unknown fields.</summary>
public static class RawItemReader
{
    /// <summary>
    /// Reads one JSON object. The reader must stand on the object's first token; afterwards it stands on the last one.
    /// </summary>
    /// <remarks>Invalid values are added to <paramref name="errors"/>; nothing is thrown for them.</remarks>
    public static RawItem Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawItem item = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = reader.GetString()!;
            _ = reader.Read();
            item = ReadField(ref reader, path, field, item, errors);
        }

        return item;
    }

    private static RawItem ReadField(
        ref Utf8JsonReader reader, string path, string field, RawItem item, List<ValidationError> errors)
    {
        switch (field)
        {
            case "id": return item with { Id = JsonFields.Text(ref reader, path, field, errors) };
            case "title": return item with { Title = JsonFields.Text(ref reader, path, field, errors) };
            case "categories": return item with { Categories = JsonFields.Texts(ref reader, path, field, errors) };
            case "attributes": return item with { Attributes = AttributeReader.Read(ref reader, path, field, errors) };
            case "price": return item with { Price = JsonFields.Decimal(ref reader, path, field, errors) };
            case "available": return item with { Available = JsonFields.Flag(ref reader, path, field, errors) };
            case "validFrom": return item with { ValidFrom = JsonFields.Time(ref reader, path, field, errors) };
            case "validUntil": return item with { ValidUntil = JsonFields.Time(ref reader, path, field, errors) };
            case "publishedAt": return item with { PublishedAt = JsonFields.Time(ref reader, path, field, errors) };
            default:
                reader.Skip();
                return item;
        }
    }
}
