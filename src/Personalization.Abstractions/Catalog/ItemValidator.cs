using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Catalog;

/// <summary>Decides whether an item, or a patch of one, is valid. Collects every error; never stops at the first.</summary>
public static class ItemValidator
{
    private const int MaxTitle = 512;
    private const int MaxCategories = 32;
    private const int MaxCategory = 128;
    private const int MaxAttributes = 64;
    private const int MaxAttributeName = 64;
    private const int MaxAttributeValue = 1024;
    private const decimal MaxPrice = 1_000_000_000m;

    /// <summary>Validates a change to one item.</summary>
    /// <param name="raw">The item or patch as it came in; its <c>id</c> must be set by now.</param>
    /// <param name="path">The JSON path of the item in its input.</param>
    /// <param name="errors">Every error found is added here.</param>
    /// <returns>The valid change, or null when an error was added.</returns>
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
            Categories = raw.Categories is null ? null : [.. raw.Categories.Select(category => category!).Distinct(StringComparer.Ordinal)],
            Attributes = raw.Attributes?.ToImmutableDictionary(StringComparer.Ordinal),
            Price = raw.Price,
            Available = raw.Available,
            ValidFrom = raw.ValidFrom?.ToUniversalTime(),
            ValidUntil = raw.ValidUntil?.ToUniversalTime(),
        };
    }

    private static void CheckCategories(IReadOnlyList<string?>? categories, string path, ICollection<ValidationError> errors)
    {
        if (categories?.Count > MaxCategories)
        {
            errors.Add(new($"{path}.categories", "tooLong", $"categories must have at most {MaxCategories} entries, has {categories.Count}."));
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

    private static void CheckAttributes(IReadOnlyDictionary<string, string?>? attributes, string path, ICollection<ValidationError> errors)
    {
        if (attributes?.Count > MaxAttributes)
        {
            errors.Add(new($"{path}.attributes", "tooLong", $"attributes must have at most {MaxAttributes} names, has {attributes.Count}."));
            return;
        }

        foreach ((string name, string? value) in attributes ?? ImmutableDictionary<string, string?>.Empty)
        {
            if (IdentifierRules.Problem(name) is not null || name.Length > MaxAttributeName)
            {
                errors.Add(new($"{path}.attributes", "invalid", $"an attribute's name must be printable text of 1 to {MaxAttributeName} characters."));
            }

            CheckFreeText(value, MaxAttributeValue, $"{path}.attributes['{name}']", errors);
        }
    }

    private static void CheckPriceAndWindow(RawItem raw, string path, ICollection<ValidationError> errors)
    {
        if (raw.Price is < 0 or > MaxPrice)
        {
            errors.Add(new($"{path}.price", "outOfRange", string.Create(CultureInfo.InvariantCulture, $"price must be 0 to {MaxPrice}, is {raw.Price}.")));
        }

        if (raw.ValidFrom >= raw.ValidUntil)
        {
            errors.Add(new($"{path}.validUntil", "outOfRange", "validUntil must be later than validFrom."));
        }
    }

    private static void CheckFreeText(string? text, int most, string path, ICollection<ValidationError> errors)
    {
        if (text?.Length > most)
        {
            errors.Add(new(path, "tooLong", $"must have at most {most} characters, has {text.Length}."));
        }
        else if (text is not null && IdentifierRules.UnicodeProblem(text) is { } problem)
        {
            errors.Add(new(path, "invalid", $"{problem}."));
        }
    }
}
