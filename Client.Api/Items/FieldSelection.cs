using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Items;

/// <summary>The fields of an item that a client asks for, for example <c>title,price,attributes.image</c>. Immutable.
/// </summary>
internal sealed class FieldSelection
{
    private const int MaxFields = 32;
    private const string AttributePrefix = "attributes.";

    private static readonly ImmutableArray<string> Names =
    [
        "id", "title", "price", "available", "categories", "attributes", "validFrom", "validUntil", "publishedAt",
        "addedAt",
    ];

    private readonly ImmutableArray<string> _fields;

    private FieldSelection(ImmutableArray<string> fields) => _fields = fields;

    /// <summary>The accepted names, for descriptions.</summary>
    public static string Accepted { get; } = $"{string.Join(", ", Names)} and attributes.NAME";

    /// <summary>The names of the selected attributes; empty when all are selected.</summary>
    public IEnumerable<string> AttributeNames =>
        _fields.Where(IsAttribute).Select(name => name[AttributePrefix.Length..]);

    /// <summary>Reads the query parameter <c>fields</c>; null when it is missing.</summary>
    public static FieldSelection? Read(ref QueryReader query)
    {
        if (query.Text("fields") is not { } text)
        {
            return null;
        }

        FieldSelection? fields = Parse(
            text.Split(',', StringSplitOptions.TrimEntries), out IReadOnlyList<string> problems);
        foreach (string problem in problems)
        {
            query.Refuse("fields", "invalid", $"fields: {problem}");
        }

        return fields;
    }

    /// <summary>Reads the member <c>fields</c> of a body; null when it is missing or has errors.</summary>
    public static FieldSelection? Of(IReadOnlyList<string?>? names, List<ValidationError> errors)
    {
        if (names is null)
        {
            return null;
        }

        FieldSelection? fields = Parse(names, out IReadOnlyList<string> problems);
        errors.AddRange(problems.Select(problem => new ValidationError("$.fields", "invalid", $"fields: {problem}")));
        return fields;
    }

    /// <summary>Reads the names of fields.</summary>
    /// <param name="names">The names.</param>
    /// <param name="problems">Every problem, as sentences.</param>
    /// <returns>The selection; null when <paramref name="problems"/> has entries.</returns>
    public static FieldSelection? Parse(IReadOnlyList<string?> names, out IReadOnlyList<string> problems)
    {
        List<string> found = [];
        problems = found;
        if (names.Count is 0 or > MaxFields)
        {
            found.Add($"must have 1 to {MaxFields} names but had {names.Count}.");
            return null;
        }

        foreach (string? name in names.Where(name => !IsKnown(name)))
        {
            string shown = NameGuess.Shorten(name ?? "null");
            found.Add(
                $"'{shown}' is not a field of an item.{NameGuess.Ask(shown, Names)} Fields are {Accepted}.");
        }

        return found.Count > 0 ? null : new FieldSelection([.. names.Select(name => name!).Distinct()]);
    }

    /// <summary>Writes a JSON object with the selected fields that the item has.</summary>
    public void Write(Utf8JsonWriter writer, CatalogItem item)
    {
        writer.WriteStartObject();
        foreach (string field in _fields)
        {
            WriteField(writer, item, field);
        }

        WriteAttributes(writer, item);
        writer.WriteEndObject();
    }

    private static bool IsKnown(string? name) =>
        name is not null && (Names.Contains(name) || IsAttribute(name));

    private static bool IsAttribute(string name) =>
        name.StartsWith(AttributePrefix, StringComparison.Ordinal) && name.Length > AttributePrefix.Length;

    private static void WriteField(Utf8JsonWriter writer, CatalogItem item, string field)
    {
        switch (field)
        {
            case "id": writer.WriteString("id"u8, item.Id.Value); break;
            case "title" when item.Title is { } title: writer.WriteString("title"u8, title); break;
            case "price" when item.Price is { } price: writer.WriteNumber("price"u8, price); break;
            case "available": writer.WriteBoolean("available"u8, item.Available); break;
            case "categories":
                writer.WriteStartArray("categories"u8);
                foreach (string category in item.Categories)
                {
                    writer.WriteStringValue(category);
                }

                writer.WriteEndArray();
                break;
            case "validFrom" when item.ValidFrom is { } from: writer.WriteString("validFrom"u8, from); break;
            case "validUntil" when item.ValidUntil is { } until: writer.WriteString("validUntil"u8, until); break;
            case "publishedAt" when item.PublishedAt is { } at: writer.WriteString("publishedAt"u8, at); break;
            case "addedAt": writer.WriteString("addedAt"u8, item.AddedAt); break;
            default: break;
        }
    }

    private void WriteAttributes(Utf8JsonWriter writer, CatalogItem item)
    {
        bool all = _fields.Contains("attributes");
        string[] names =
        [
            .. all
                ? item.AllAttributes.Select(pair => pair.Key).Order(StringComparer.Ordinal)
                : AttributeNames,
        ];
        if (names.Length == 0 && !all)
        {
            return;
        }

        writer.WriteStartObject("attributes"u8);
        foreach (string name in names)
        {
            if (item.AttributeOf(name) is { } value)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
