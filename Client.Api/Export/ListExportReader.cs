using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Export;

/// <summary>Reads and validates the body of an export of lists. Collects every error.</summary>
internal static class ListExportReader
{
    /// <summary>The most users that a request names.</summary>
    public const int MaxUsers = 100_000;

    private const int DefaultCount = 10;

    private static readonly JsonTable<RawListExport> Table = new JsonTable<RawListExport>()
        .Texts("userIds", static (ref raw, value) => raw = raw with { UserIds = value })
        .Text("placement", static (ref raw, value) => raw = raw with { Placement = value })
        .Whole("count", static (ref raw, value) => raw = raw with { Count = value })
        .Text("filter", static (ref raw, value) => raw = raw with { Filter = value })
        .Texts("fields", static (ref raw, value) => raw = raw with { Fields = value });

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawListExport Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawListExport raw = new();
        Table.Read(ref reader, ref raw, path, errors);
        return raw;
    }

    /// <summary>Returns the export; null when the body is invalid.</summary>
    public static ListExport? Validate(RawListExport raw, List<ValidationError> errors)
    {
        ImmutableArray<UserId> users = UsersOf(raw.UserIds, errors);
        if (RecommendationRequest.PlacementProblem(raw.Placement) is { } problem)
        {
            errors.Add(new("$.placement", "invalid", $"placement {problem}."));
        }

        if (raw.Count is < 1 or > RecommendationRequest.MaxCount)
        {
            errors.Add(new(
                "$.count",
                "outOfRange",
                $"count must be 1 to {RecommendationRequest.MaxCount} but was {raw.Count}."));
        }

        ItemFilter? filter = ItemFilterQuery.Read(raw.Filter, FilterScope.User, "$", errors);
        FieldSelection? fields = FieldSelection.Of(raw.Fields, errors);
        return errors.Count > 0 ? null : new ListExport
        {
            Users = users,
            Query = new RecommendationQuery
            {
                Placement = raw.Placement ?? RecommendationQuery.DefaultPlacement,
                Count = raw.Count ?? DefaultCount,
                Filter = filter,
            },
            Fields = fields,
            FieldNames = fields is null ? [] : [.. raw.Fields!.Select(name => name!).Distinct(StringComparer.Ordinal)],
        };
    }

    private static ImmutableArray<UserId> UsersOf(IReadOnlyList<string?>? raw, List<ValidationError> errors)
    {
        if (raw is null)
        {
            return [];
        }

        if (raw.Count is 0 or > MaxUsers)
        {
            if (!errors.Exists(error => error.Path == "$.userIds"))
            {
                errors.Add(new(
                    "$.userIds",
                    raw.Count > MaxUsers ? "tooLong" : "required",
                    $"userIds must have 1 to {MaxUsers} user ids but had {raw.Count}; without userIds all users "
                        + "with events are exported."));
            }

            return [];
        }

        ImmutableArray<UserId>.Builder users = ImmutableArray.CreateBuilder<UserId>(raw.Count);
        for (int i = 0; i < raw.Count; i++)
        {
            if (UserId.TryCreate(raw[i], out UserId user) is not { } problem)
            {
                users.Add(user);
            }
            else if (!errors.Exists(error => error.Path == $"$.userIds[{i}]"))
            {
                errors.Add(new($"$.userIds[{i}]", raw[i] is null ? "required" : "invalid", $"an id {problem}."));
            }
        }

        return [.. users.Distinct()];
    }
}

/// <summary>A validated request for the lists of many users. Immutable.</summary>
internal sealed record ListExport
{
    /// <summary>The users, without repeats; empty for all users who have events.</summary>
    public required ImmutableArray<UserId> Users { get; init; }

    /// <summary>The query of each list.</summary>
    public required RecommendationQuery Query { get; init; }

    /// <summary>The fields of each item; null for none.</summary>
    public FieldSelection? Fields { get; init; }

    /// <summary>The names of the fields, for the header of CSV.</summary>
    public ImmutableArray<string> FieldNames { get; init; } = [];
}
