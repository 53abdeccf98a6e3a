using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Catalog;

/// <summary>Validates items and item patches. Collects every error instead of stopping at the first one.</summary>
public static class ItemValidator
{
    private const int MaxTitle = 512;
    private const int MaxCategories = 32;
    private const int MaxCategory = 128;
    private const int MaxAttributes = 64;
    private const int MaxAttributeName = 64;
    private const int MaxAttributeValue = 1024;
    private const int MaxAttributeTexts = 64;
    private const int MaxAttributeText = 256;
    private const decimal MaxPrice = 1_000_000_000m;

    /// <summary>Validates an item or a change of an item.</summary>
    /// <param name="raw">The item or patch as received. Its <c>id</c> must be set.</param>
    /// <param name="path">The JSON path of the item in its input.</param>
    /// <param name="errors">Receives every error that is found.</param>
    /// <returns>The validated change; null when errors were added.</returns>
    public static ItemPatch? Validate(RawItem raw, string path, ICollection<ValidationError> errors)
    {
        int before = errors.Count;
        if (ItemId.TryCreate(raw.Id, out ItemId id) is { } problem)
        {
            errors.Add(new($"{path}.id", raw.Id is null ? "required" : "invalid", $"id {problem}."));
        }

        CheckFreeText(raw.Title, MaxTitle, $"{path}.title", errors);
        CheckCategories(raw.Categories, path, errors);
        CheckAttributes(raw.Attributes, path, errors);
        CheckPriceAndWindow(raw, path, errors);
        return errors.Count > before ? null : new ItemPatch
        {
            Id = id,
            Title = raw.Title,
            Categories = raw.Categories is null
                ? null
                : [.. raw.Categories.Select(category => category!).Distinct(StringComparer.Ordinal)],
            Attributes = TextsOf(raw.Attributes),
            TypedAttributes = TypedOf(raw.Attributes),
            Price = raw.Price,
            Available = raw.Available,
            ValidFrom = raw.ValidFrom?.ToUniversalTime(),
            ValidUntil = raw.ValidUntil?.ToUniversalTime(),
            PublishedAt = raw.PublishedAt?.ToUniversalTime(),
        };
    }

    private static void CheckCategories(
        IReadOnlyList<string?>? categories, string path, ICollection<ValidationError> errors)
    {
        if (categories?.Count > MaxCategories)
        {
            errors.Add(new(
                $"{path}.categories",
                "tooLong",
                $"categories must have at most {MaxCategories} entries but had {categories.Count}."));
        }

        for (int i = 0; i < Math.Min(categories?.Count ?? 0, MaxCategories); i++)
        {
            if (IdentifierRules.Problem(categories![i]) is { } problem)
            {
                errors.Add(new($"{path}.categories[{i}]", "invalid", $"a category {problem}."));
            }

            CheckFreeText(categories[i], MaxCategory, $"{path}.categories[{i}]", errors);
        }
    }

    private static ImmutableDictionary<string, string?>? TextsOf(
        IReadOnlyDictionary<string, AttributeValue?>? attributes) =>
        attributes?
            .Where(pair => pair.Value is null or { Kind: AttributeKind.Text })
            .ToImmutableDictionary(pair => pair.Key, pair => pair.Value?.Text, StringComparer.Ordinal);

    private static ImmutableDictionary<string, AttributeValue>? TypedOf(
        IReadOnlyDictionary<string, AttributeValue?>? attributes)
    {
        ImmutableDictionary<string, AttributeValue>? typed = attributes?
            .Where(pair => pair.Value is { Kind: not AttributeKind.Text })
            .ToImmutableDictionary(pair => pair.Key, pair => pair.Value!.Value, StringComparer.Ordinal);
        return typed is null or { IsEmpty: true } ? null : typed;
    }

    private static void CheckAttributes(
        IReadOnlyDictionary<string, AttributeValue?>? attributes, string path, ICollection<ValidationError> errors)
    {
        if (attributes?.Count > MaxAttributes)
        {
            errors.Add(new(
                $"{path}.attributes",
                "tooLong",
                $"attributes must have at most {MaxAttributes} names but had {attributes.Count}."));
            return;
        }

        foreach ((string name, AttributeValue? value) in
            attributes ?? ImmutableDictionary<string, AttributeValue?>.Empty)
        {
            if (IdentifierRules.Problem(name) is not null || name.Length > MaxAttributeName)
            {
                errors.Add(new(
                    $"{path}.attributes",
                    "invalid",
                    $"an attribute name must be printable text of 1 to {MaxAttributeName} characters."));
            }

            if (value is { } given)
            {
                CheckValue(given, $"{path}.attributes['{name}']", errors);
            }
        }
    }

    private static void CheckValue(AttributeValue value, string path, ICollection<ValidationError> errors)
    {
        CheckFreeText(value.Text, MaxAttributeValue, path, errors);
        if (!double.IsFinite(value.Number))
        {
            errors.Add(new(path, "outOfRange", "a number must be finite."));
        }

        if (value.Texts.Length > MaxAttributeTexts)
        {
            errors.Add(new(
                path,
                "tooLong",
                $"an array must have at most {MaxAttributeTexts} strings but had {value.Texts.Length}."));
            return;
        }

        for (int i = 0; i < value.Texts.Length; i++)
        {
            CheckFreeText(value.Texts[i], MaxAttributeText, $"{path}[{i}]", errors);
        }
    }

    private static void CheckPriceAndWindow(RawItem raw, string path, ICollection<ValidationError> errors)
    {
        if (raw.Price is < 0 or > MaxPrice)
        {
            errors.Add(new(
                $"{path}.price",
                "outOfRange",
                string.Create(CultureInfo.InvariantCulture, $"price must be 0 to {MaxPrice} but was {raw.Price}.")));
        }

        if (raw.ValidFrom >= raw.ValidUntil)
        {
            errors.Add(new($"{path}.validUntil", "outOfRange", "validUntil must be later than validFrom."));
        }
    }

    private static void CheckFreeText(string? text, int maxLength, string path, ICollection<ValidationError> errors)
    {
        if (text?.Length > maxLength)
        {
            errors.Add(new(path, "tooLong", $"must have at most {maxLength} characters but had {text.Length}."));
        }
        else if (text is not null && IdentifierRules.UnicodeProblem(text) is { } problem)
        {
            errors.Add(new(path, "invalid", $"{problem}."));
        }
    }
}
