using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Pages;

/// <summary>Validates one row of a page request. Collects every error.</summary>
internal static class RowReader
{
    /// <summary>The most item ids that a page or a row excludes.</summary>
    public const int MaxExcluded = 1_000;

    private const int MaxId = 64;
    private const int MaxTitle = 256;
    private const int MaxName = 128;
    private const int DefaultCount = 10;
    private const int DefaultCapWindow = 10;

    private static readonly Dictionary<string, RowSource> Sources = Enum.GetValues<RowSource>()
        .ToDictionary(source => JsonNamingPolicy.CamelCase.ConvertName(source.ToString()), StringComparer.Ordinal);

    private static readonly Dictionary<string, int> Windows =
        new(StringComparer.Ordinal) { ["1h"] = 1, ["24h"] = 24, ["7d"] = 168 };

    /// <summary>The name of a source as clients write it.</summary>
    public static string NameOf(RowSource source) => JsonNamingPolicy.CamelCase.ConvertName(source.ToString());

    /// <summary>Validates a row. The result is valid only when no error was added.</summary>
    public static RowQuery Read(RawRow raw, string path, List<ValidationError> errors)
    {
        Length($"{path}.id", "id", raw.Id, MaxId, true, errors);
        Length($"{path}.title", "title", raw.Title, MaxTitle, false, errors);
        Length($"{path}.category", "category", raw.Category, MaxName, false, errors);
        Range($"{path}.count", "count", raw.Count, 1, RowQuery.MaxCount, errors);
        if (RecommendationRequest.PlacementProblem(raw.Placement) is { } problem)
        {
            errors.Add(new($"{path}.placement", "invalid", $"placement {problem}."));
        }

        RowSource source = OneOf($"{path}.source", "source", raw.Source, Sources, true, errors);
        ImmutableArray<ItemId> items = ItemIdList.Read(raw.Items, $"{path}.items", "items", RowQuery.MaxItems, errors);
        if (source == RowSource.Similar && items.IsEmpty && raw.Source is not null)
        {
            errors.Add(new($"{path}.items", "required", "A row of the source similar needs items."));
        }

        int hours = OneOf($"{path}.window", "window", raw.Window, Windows, false, errors);
        return new RowQuery
        {
            Id = raw.Id ?? string.Empty,
            Source = source,
            Title = raw.Title,
            Count = raw.Count ?? DefaultCount,
            Placement = raw.Placement,
            Filter = ItemFilterQuery.Read(raw.Filter, FilterScope.None, path, errors),
            Category = raw.Category,
            CategoryFromProfile = raw.CategoryFromProfile == true,
            WindowHours = raw.Window is null ? Windows["24h"] : hours,
            Items = items,
            Exclude = ItemIdList.Read(raw.Exclude, $"{path}.exclude", "exclude", MaxExcluded, errors),
            Cap = CapOf(raw.Cap, $"{path}.cap", errors),
            Cursor = CursorOf(raw.Cursor, path, errors),
        };
    }

    /// <summary>Adds an error for a number outside its range.</summary>
    public static void Range(
        string path, string name, int? value, int least, int most, List<ValidationError> errors)
    {
        if (value < least || value > most)
        {
            errors.Add(new(path, "outOfRange", $"{name} must be {least} to {most} but was {value}."));
        }
    }

    private static void Length(
        string path, string name, string? value, int most, bool required, List<ValidationError> errors)
    {
        bool isWrong = value is null
            ? required && !errors.Exists(error => error.Path == path)
            : value.Length is 0 || value.Length > most;
        if (isWrong)
        {
            errors.Add(new(
                path,
                value is null ? "required" : "invalid",
                $"{name} must have 1 to {most} characters but had {value?.Length ?? 0}."));
        }
    }

    private static T? OneOf<T>(
        string path,
        string name,
        string? value,
        Dictionary<string, T> known,
        bool required,
        List<ValidationError> errors)
    {
        if (value is not null && known.TryGetValue(value, out T? found))
        {
            return found;
        }

        if (value is not null || (required && !errors.Exists(error => error.Path == path)))
        {
            errors.Add(new(
                path,
                value is null ? "required" : "unknown",
                $"{name} must be one of {string.Join(", ", known.Keys)} but was '{Shorten(value)}'."));
        }

        return default;
    }

    private static string? Shorten(string? text) => text?.Length > MaxId ? $"{text[..MaxId]}..." : text;

    private static RowCap? CapOf(RawCap? raw, string path, List<ValidationError> errors)
    {
        if (raw is null)
        {
            return null;
        }

        Length($"{path}.attribute", "attribute", raw.Attribute, MaxName, true, errors);
        Range($"{path}.most", "most", raw.Most ?? 0, 1, RowQuery.MaxCount, errors);
        Range($"{path}.window", "window", raw.Window, 1, RowQuery.MaxCount, errors);
        return new RowCap(raw.Attribute ?? string.Empty, raw.Most ?? 1, raw.Window ?? DefaultCapWindow);
    }

    private static ScrollCursor? CursorOf(string? text, string path, List<ValidationError> errors)
    {
        if (text is null)
        {
            return null;
        }

        if (ScrollCursor.TryParse(text, out ScrollCursor? cursor))
        {
            return cursor;
        }

        errors.Add(new(
            $"{path}.cursor", "malformed", "cursor must be the unchanged cursor of the row before, or missing."));
        return null;
    }
}
