using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Abstractions.Catalog;

/// <summary>Reads an item or an item patch from JSON.</summary>
public static class RawItemReader
{
    private static readonly JsonTable<RawItem> Table =
        new JsonTable<RawItem>("Put fields of your own under 'attributes'.")
            .Text("id", static (ref item, value) => item = item with { Id = value })
            .Text("title", static (ref item, value) => item = item with { Title = value })
            .Texts("categories", static (ref item, value) => item = item with { Categories = value })
            .Add(
                "attributes",
                AttributeReader.Read,
                static (ref item, value) => item = item with { Attributes = value })
            .Decimal("price", static (ref item, value) => item = item with { Price = value })
            .Flag("available", static (ref item, value) => item = item with { Available = value })
            .Time("validFrom", static (ref item, value) => item = item with { ValidFrom = value })
            .Time("validUntil", static (ref item, value) => item = item with { ValidUntil = value })
            .Time("publishedAt", static (ref item, value) => item = item with { PublishedAt = value });

    /// <summary>
    /// Reads one JSON object. The reader must stand on the object's first token; afterwards it stands on the last one.
    /// </summary>
    /// <remarks>
    /// Invalid values and unknown fields are added to <paramref name="errors"/>; nothing is thrown for them.
    /// </remarks>
    public static RawItem Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawItem item = new();
        Table.Read(ref reader, ref item, path, errors);
        return item;
    }

    /// <summary>Reads an item of another system, whose further fields are ignored.</summary>
    /// <inheritdoc cref="Read"/>
    public static RawItem ReadForeign(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawItem item = new();
        Table.Read(ref reader, ref item, path, errors, ignoreUnknown: true);
        return item;
    }
}
