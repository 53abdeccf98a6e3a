using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Limits;
using Personalization.Client.Api.Live;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Placements;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Pages;

/// <summary><c>/v1/users/{id}/pages</c>: several rows of one page in one call.</summary>
internal static class PageEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1").WithTags("Pages").MapPost("/users/{id}/pages", PageAsync)
            .Note(
                "getPage",
                "Get page",
                "Up to 20 rows in one call and one deadline. No item is on two rows; an earlier row gets an item that "
                    + "two rows want. Each row has its own recommendationId, title, fallback level and cursor.",
                ApiRight.ReadUserLists,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawPage>("application/json")
            .Example(
                """
                {"placement":"home","deadlineMs":150,"fields":["title","price"],"rows":[
                 {"id":"because","source":"becauseYouViewed","count":10},
                 {"id":"foryou","source":"recommended","count":10,"cap":{"attribute":"brand","most":2,"window":10}},
                 {"id":"trend","source":"trending","window":"24h","count":10}]}
                """)
            .Produces<PageResponse>();

    private static async Task PageAsync(
        HttpContext context,
        BodyReader bodies,
        PageCalls pages,
        ApiOptions options,
        ApiMetrics metrics,
        NewUserLimits newUsers,
        ItemDetails items,
        KnownPlacements placements,
        KnownAttributes attributes,
        LiveFeed live,
        TimeProvider time)
    {
        UserId user = PathId.OnlyUser(context);
        ParsedElement<RawPage> body = await bodies.ReadOneAsync(context.Request, PageBody.Read);
        placements.Check(body.Value!.Placement, "$.placement", body.Errors);
        for (int i = 0; i < body.Value.Rows?.Count; i++)
        {
            RawRow row = body.Value.Rows[i];
            placements.Check(row.Placement, $"$.rows[{i}].placement", body.Errors);
            await attributes.CheckAsync(row.Filter, FilterScope.None, $"$.rows[{i}].filter", body.Errors);
            await attributes.CheckCapAsync(
                row.Cap?.Attribute, ["category"], $"$.rows[{i}].cap.attribute", body.Errors);
        }

        FieldSelection? fields = FieldSelection.Of(body.Value!.Fields, body.Errors);
        await attributes.CheckAsync(fields, "$.fields", body.Errors);
        PageQuery query = PageReader.Validate(body.Value!, options.DefaultDeadlineMs, body.Errors)
            ?? throw RequestRefusedException.Invalid(body.Errors);
        newUsers.Check(context, user);
        PageAnswer page = await pages.PageAsync(user, query, context.RequestAborted);
        newUsers.Count(context, user, page.FallbackLevel, page.ProfileVersion == 0);
        foreach (PageRow row in page.Rows)
        {
            metrics.Served(
                context, "page", query.Placement, row.List.FallbackLevel, ReasonOf(row.List));
        }

        if (live.IsWatched)
        {
            AddRows(live, user, query.Placement, page);
        }

        ServedList[] rows = [.. page.Rows.Select(row => ServedList.Of(row.List))];
        rows = fields is null ? rows : await items.AddToAsync(rows, fields);
        await PageWriter.WriteAsync(context, page, rows, time.GetUtcNow());
    }

    private static void AddRows(LiveFeed live, UserId user, string placement, PageAnswer page)
    {
        foreach (PageRow row in page.Rows)
        {
            live.AddList(
                user.Value,
                $"{placement}/{row.Id}",
                row.List.FallbackLevel,
                ReasonOf(row.List),
                row.List.Items.Select(item => item.ItemId.Value));
        }
    }

    /// <summary>The reason for the metrics; the reason of an empty fresh row is no fallback.</summary>
    private static string? ReasonOf(RecommendationList list) =>
        list.FallbackLevel == FallbackLevel.Fresh ? null : list.FallbackReason;
}
