using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Abstractions.Profiles;

namespace Personalization.Client.Api.Users;

/// <summary>Reads and validates stated preferences. Collects every error.</summary>
internal static class PreferencesReader
{
    private const int MaxEntries = 64;
    private const int MaxCategory = 128;
    private const int MaxName = 64;
    private const int MaxValue = 1024;

    private static readonly JsonTable<RawPreferences> Table =
        new JsonTable<RawPreferences>("Put facts about the user under 'attributes'.")
            .Texts("categories", static (ref raw, value) => raw = raw with { Categories = value })
            .Map("attributes", static (ref raw, value) => raw = raw with { Attributes = value })
            .Flag("optOut", static (ref raw, value) => raw = raw with { OptOut = value });

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawPreferences Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawPreferences raw = new();
        Table.Read(ref reader, ref raw, path, errors);
        return raw;
    }

    /// <summary>Returns the change; null when the body is invalid.</summary>
    public static PreferencesChange? Validate(RawPreferences raw, List<ValidationError> errors)
    {
        CheckCount(raw.Categories?.Count, "categories", errors);
        CheckCount(raw.Attributes?.Count, "attributes", errors);
        foreach ((int i, string? category) in (raw.Categories ?? []).Index())
        {
            CheckText(category, MaxCategory, $"$.categories[{i}]", errors);
        }

        foreach ((string name, string? value) in raw.Attributes ?? ImmutableDictionary<string, string?>.Empty)
        {
            CheckText(name, MaxName, "$.attributes", errors);
            if (value is null || value.Length > MaxValue)
            {
                errors.Add(new(
                    $"$.attributes['{name}']",
                    value is null ? "required" : "tooLong",
                    $"an attribute's value must be a string of at most {MaxValue} characters."));
            }
        }

        return errors.Count > 0 ? null : new PreferencesChange
        {
            Categories = raw.Categories is { } categories
                ? [.. categories.Select(category => category!).Distinct(StringComparer.Ordinal)]
                : null,
            Attributes = raw.Attributes?.ToImmutableDictionary(
                pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal),
            OptOut = raw.OptOut,
        };
    }

    private static void CheckCount(int? count, string field, List<ValidationError> errors)
    {
        if (count > MaxEntries)
        {
            errors.Add(
                new($"$.{field}", "tooLong", $"{field} must have at most {MaxEntries} entries but had {count}."));
        }
    }

    private static void CheckText(string? text, int maxLength, string path, List<ValidationError> errors)
    {
        if (IdentifierRules.Problem(text) is { } problem)
        {
            errors.Add(new(path, text is null ? "required" : "invalid", $"the name {problem}."));
        }
        else if (text!.Length > maxLength)
        {
            errors.Add(
                new(path, "tooLong", $"the name must have at most {maxLength} characters but had {text.Length}."));
        }
    }
}
