using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Placements;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Reads the query parameters of the list endpoints.</summary>
internal static class RecommendationRequest
{
    /// <summary>The most items of a list.</summary>
    public const int MaxCount = 200;

    /// <summary>The longest placement name, characters.</summary>
    public const int MaxPlacement = 128;

    private const int DefaultCount = 20;

    /// <summary>
    /// Reads the parameters of <c>GET /v1/users/{id}/recommendations</c> and adds every error to
    /// <paramref name="query"/>.
    /// </summary>
    public static RecommendationQuery ReadRecommendations(
        ref QueryReader query,
        ApiOptions options,
        KnownPlacements? placements = null,
        FilterScope scope = FilterScope.User) => new()
        {
            Placement = Placement(ref query, placements),
            Count = Count(ref query),
            Cursor = Cursor(ref query),
            Filter = Filter(ref query, scope),
            MinVersion = query.Whole("minVersion", 0, long.MaxValue, 0),
            DeadlineMs = (int)query.Whole("deadlineMs", 1, 60_000, options.DefaultDeadlineMs),
            Context = (scope & FilterScope.Context) != 0 ? ContextReader.Read(ref query) : null,
        };

    /// <summary>Reads the number of items, 1 to <see cref="MaxCount"/>.</summary>
    public static int Count(ref QueryReader query) => (int)query.Whole("count", 1, MaxCount, DefaultCount);

    /// <summary>Reads the item filter; null for all items.</summary>
    /// <param name="query">The query; receives every error.</param>
    /// <param name="scope">The references that the filter may use.</param>
    public static ItemFilter? Filter(ref QueryReader query, FilterScope scope = FilterScope.None) =>
        ItemFilterQuery.Read(ref query, scope);

    private static string Placement(ref QueryReader query, KnownPlacements? placements)
    {
        string? placement = query.Text("placement");
        if (PlacementProblem(placement) is { } problem)
        {
            query.Refuse("placement", "invalid", $"placement {problem}.");
        }
        else if (placements?.Problem(placement) is { } unknown)
        {
            query.Refuse("placement", "unknown", unknown);
        }

        return placement ?? RecommendationQuery.DefaultPlacement;
    }

    /// <summary>Returns the problem of a placement name; null for a valid or missing name.</summary>
    public static string? PlacementProblem(string? placement) =>
        placement is null ? null
        : placement.Length > MaxPlacement
            ? $"must have at most {MaxPlacement} characters but had {placement.Length}"
        : Abstractions.Identity.IdentifierRules.Problem(placement);

    private static ScrollCursor? Cursor(ref QueryReader query)
    {
        if (query.Text("cursor") is not { } text)
        {
            return null;
        }

        if (!ScrollCursor.TryParse(text, out ScrollCursor? cursor))
        {
            query.Refuse(
                "cursor",
                "malformed",
                "cursor must be the unchanged cursor of the previous page, or missing.");
        }

        return cursor;
    }
}
