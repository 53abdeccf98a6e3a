using Personalization.Abstractions.Catalog;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Turns a catalog item into feature names that items share: categories, attributes, price band and words of the title.
/// </summary>
internal static class ContentFeatures
{
    private const int LongestValue = 64;
    private const int ShortestWord = 3;
    private const double BandsPerDoubling = 2;

    /// <summary>Returns the feature names of an item, each once.</summary>
    public static HashSet<string> Of(CatalogItem item)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string category in item.Categories)
        {
            foreach (string path in CategoryPath.WithParents(category.ToLowerInvariant()))
            {
                _ = names.Add($"category {path}");
            }
        }

        foreach ((string name, AttributeValue value) in item.AllAttributes)
        {
            AddValue(name, value, names);
        }

        // fixed bands, so that the feature of an item does not depend on the rest of the catalog
        if (item.Price is { } price and > 0)
        {
            _ = names.Add(
                FormattableString.Invariant($"price {Math.Floor(BandsPerDoubling * Math.Log2((double)price))}"));
        }

        AddWords(item.Title, names);
        return names;
    }

    /// <summary>Adds a feature for each string, and for true and false. A number has no feature.</summary>
    private static void AddValue(string name, AttributeValue value, HashSet<string> names)
    {
        foreach (string text in value.Kind switch
        {
            AttributeKind.Number => [],
            AttributeKind.Texts => value.Texts,
            _ => [value.ToString()],
        })
        {
            if (text.Length <= LongestValue)
            {
                _ = names.Add($"{name.ToLowerInvariant()} = {text.ToLowerInvariant()}");
            }
        }
    }

    private static void AddWords(string? title, HashSet<string> names)
    {
        ReadOnlySpan<char> rest = title;
        while (!rest.IsEmpty)
        {
            int length = 0;
            while (length < rest.Length && char.IsLetterOrDigit(rest[length]))
            {
                length++;
            }

            if (length >= ShortestWord)
            {
                _ = names.Add($"word {rest[..length].ToString().ToLowerInvariant()}");
            }

            rest = rest[Math.Min(rest.Length, length + 1)..];
        }
    }
}
