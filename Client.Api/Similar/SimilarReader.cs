using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Pages;

namespace Personalization.Client.Api.Similar;

/// <summary>Reads and validates the body of <c>POST /v1/items/similar</c>. Collects every error.</summary>
internal static class SimilarReader
{
    private const int DefaultCount = 20;

    private static readonly string[] Modes = ["alike", "boughtTogether"];

    private static readonly JsonTable<RawSimilar> Table = new JsonTable<RawSimilar>()
        .Texts("items", static (ref raw, value) => raw = raw with { Items = value })
        .Text("userId", static (ref raw, value) => raw = raw with { UserId = value })
        .Text("mode", static (ref raw, value) => raw = raw with { Mode = value })
        .Whole("count", static (ref raw, value) => raw = raw with { Count = value })
        .Texts("exclude", static (ref raw, value) => raw = raw with { Exclude = value })
        .Text("filter", static (ref raw, value) => raw = raw with { Filter = value })
        .Texts("fields", static (ref raw, value) => raw = raw with { Fields = value })
        .Flag("explain", static (ref raw, value) => raw = raw with { Explain = value });

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawSimilar Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawSimilar raw = new();
        Table.Read(ref reader, ref raw, path, errors);
        return raw;
    }

    /// <summary>Returns the references that the filter may use.</summary>
    public static FilterScope ScopeOf(RawSimilar raw) => raw.UserId is null ? FilterScope.Item : FilterScope.User;

    /// <summary>Returns the query and the user, if any; null when the body is invalid.</summary>
    public static (SimilarQuery Query, UserId? User)? Validate(RawSimilar raw, List<ValidationError> errors)
    {
        if (raw.Items is null or { Count: 0 } && !errors.Exists(error => error.Path == "$.items"))
        {
            errors.Add(new("$.items", "required", $"items must have 1 to {RowQuery.MaxItems} item ids but had 0."));
        }

        ImmutableArray<ItemId> items = ItemIdList.Read(raw.Items, "$.items", "items", RowQuery.MaxItems, errors);
        ImmutableArray<ItemId> exclude = ItemIdList.Read(
            raw.Exclude, "$.exclude", "exclude", RowReader.MaxExcluded, errors);
        RowReader.Range("$.count", "count", raw.Count, 1, RowQuery.MaxCount, errors);
        if (raw.Mode is { } mode && !Modes.Contains(mode))
        {
            string shown = NameGuess.Shorten(mode);
            errors.Add(new(
                "$.mode", "unknown",
                $"mode must be one of {string.Join(", ", Modes)} but was '{shown}'.{NameGuess.Ask(shown, Modes)}"));
        }

        UserId user = default;
        if (raw.UserId is not null && UserId.TryCreate(raw.UserId, out user) is { } problem)
        {
            errors.Add(new("$.userId", "invalid", $"userId {problem}."));
        }

        ItemFilter? filter = ItemFilterQuery.Read(raw.Filter, ScopeOf(raw), "$", errors);
        return errors.Count > 0 ? null : (
            new SimilarQuery
            {
                Items = items,
                BoughtTogether = raw.Mode == Modes[1],
                Count = raw.Count ?? DefaultCount,
                Exclude = exclude,
                Filter = filter,
            },
            raw.UserId is null ? null : user);
    }
}
