using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Pages;

/// <summary>Validates a page request. Collects every error.</summary>
internal static class PageReader
{
    private const int MaxDeadlineMs = 60_000;

    /// <summary>Returns the query; null when the body is invalid.</summary>
    public static PageQuery? Validate(RawPage raw, int defaultDeadlineMs, List<ValidationError> errors)
    {
        if (RecommendationRequest.PlacementProblem(raw.Placement) is { } problem)
        {
            errors.Add(new("$.placement", "invalid", $"placement {problem}."));
        }

        RowReader.Range("$.deadlineMs", "deadlineMs", raw.DeadlineMs, 1, MaxDeadlineMs, errors);
        if (raw.MinVersion < 0)
        {
            errors.Add(new("$.minVersion", "outOfRange", $"minVersion must be at least 0 but was {raw.MinVersion}."));
        }

        ImmutableArray<ItemId> exclude = ItemIdList.Read(
            raw.Exclude, "$.exclude", "exclude", RowReader.MaxExcluded, errors);
        ImmutableArray<RowQuery> rows = RowsOf(raw.Rows, errors);
        ListContext? context = ContextReader.Validate(raw.Context, "$.context", errors);
        return errors.Count > 0 ? null : new PageQuery
        {
            Rows = rows,
            Placement = raw.Placement ?? RecommendationQuery.DefaultPlacement,
            DeadlineMs = raw.DeadlineMs ?? defaultDeadlineMs,
            MinVersion = raw.MinVersion ?? 0,
            Exclude = exclude,
            Context = context,
        };
    }

    private static ImmutableArray<RowQuery> RowsOf(IReadOnlyList<RawRow>? raw, List<ValidationError> errors)
    {
        if (raw is null or { Count: 0 or > PageQuery.MaxRows })
        {
            if (!errors.Exists(error => error.Path == "$.rows"))
            {
                errors.Add(new(
                    "$.rows",
                    raw is { Count: > 0 } ? "tooLong" : "required",
                    $"rows must have 1 to {PageQuery.MaxRows} rows but had {raw?.Count ?? 0}."));
            }

            return [];
        }

        HashSet<string> ids = new(StringComparer.Ordinal);
        ImmutableArray<RowQuery>.Builder rows = ImmutableArray.CreateBuilder<RowQuery>(raw.Count);
        for (int i = 0; i < raw.Count; i++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"$.rows[{i}]");
            rows.Add(RowReader.Read(raw[i], path, errors));
            if (raw[i].Id is { } id && !ids.Add(id))
            {
                errors.Add(new($"{path}.id", "duplicate", "The id of a row must be unique on the page."));
            }
        }

        return rows.MoveToImmutable();
    }
}
