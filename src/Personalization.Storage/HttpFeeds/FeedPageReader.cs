using System.Text.Json;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Feeds;
using Personalization.Abstractions.Json;

namespace Personalization.Storage.HttpFeeds;

/// <summary>
/// Reads a page: <c>{"items": [...], "total": 420, "count": 100, "next": "?page=2"}</c>, or <c>nextCursor</c> instead
/// of <c>next</c>. Invalid elements are reported one by one; the page itself must be valid JSON.
/// </summary>
internal static class FeedPageReader
{
    /// <summary>Reads a page.</summary>
    /// <param name="utf8">Body of the page.</param>
    /// <param name="number">Page number from 1, used in messages.</param>
    /// <param name="kind">Kind of elements on the page.</param>
    /// <exception cref="FeedFailedException">The body is not a valid page.</exception>
    public static FeedPage Read(ReadOnlySpan<byte> utf8, int number, FeedKind kind)
    {
        string root = $"page {number} $";
        List<ValidationError> errors = [];
        FeedPage page = new();
        try
        {
            Utf8JsonReader reader = new(utf8);
            _ = reader.Read();
            bool hasItems = reader.TokenType == JsonTokenType.StartObject
                && ReadObject(ref reader, page, root, kind, errors);
            _ = reader.Read(); // throws if data follows the object
            if (!hasItems)
            {
                errors.Add(new($"{root}.items", "required", "a page must be an object with an array 'items'."));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            errors = [new(root, "malformed", $"the JSON is truncated or malformed: {error.Message}")];
        }

        if (errors.Count == 0 && page.Count is { } count && count != page.Elements.Count)
        {
            errors.Add(
                new($"{root}.count", "incomplete", $"the page declares {count} items but has {page.Elements.Count}."));
        }

        return errors.Count > 0 ? throw new FeedFailedException(isContent: true, errors) : page;
    }

    private static bool ReadObject(
        ref Utf8JsonReader reader, FeedPage page, string root, FeedKind kind, List<ValidationError> errors)
    {
        bool hasItems = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = reader.GetString()!;
            _ = reader.Read();
            switch (field)
            {
                case "items" when reader.TokenType == JsonTokenType.StartArray:
                    hasItems = true;
                    ReadElements(ref reader, page, root, kind);
                    break;
                case "next": page.Next = JsonFields.Text(ref reader, root, field, errors); break;
                case "nextCursor": page.NextCursor = JsonFields.Text(ref reader, root, field, errors); break;
                case "count": page.Count = JsonFields.Whole(ref reader, root, field, errors); break;
                case "total": page.Total = JsonFields.Whole(ref reader, root, field, errors); break;
                default: reader.Skip(); break;
            }
        }

        return hasItems;
    }

    private static void ReadElements(ref Utf8JsonReader reader, FeedPage page, string root, FeedKind kind)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            page.Elements.Add(ReadElement(ref reader, $"{root}.items[{page.Elements.Count}]", kind));
        }
    }

    private static FeedElement ReadElement(ref Utf8JsonReader reader, string path, FeedKind kind)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            string found = JsonFields.Describe(reader.TokenType);
            reader.Skip();
            return new FeedElement(path, null, [new(path, "malformed", $"must be an object but was {found}.")]);
        }

        List<ValidationError> errors = [];
        Utf8JsonReader start = reader;
        try
        {
            RawItem item = kind == FeedKind.Catalog
                ? RawItemReader.ReadForeign(ref reader, path, errors)
                : StockReader.Read(ref reader, path, errors);
            return new FeedElement(path, item, errors);
        }
        catch (InvalidOperationException)
        {
            // An invalid Unicode name cannot be decoded, so the whole element is rejected.
            reader = start;
            reader.Skip();
            return new FeedElement(
                path, null, [new(path, "malformed", "has a property name that is not valid Unicode.")]);
        }
    }
}
