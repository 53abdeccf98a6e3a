using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Limits;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Placements;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Export;

/// <summary><c>/v1/exports</c>: all items, events and users, and the lists of many users.</summary>
internal static class ExportEndpoints
{
    private const string Detail =
        " Streamed. The body is compressed if the client accepts gzip. A failure in the middle breaks the connection.";

    /// <summary>Registers the services of exports.</summary>
    public static IServiceCollection AddExports(this IServiceCollection services) => services
        .AddSingleton<ExportPlaces>()
        .AddSingleton<ItemExporter>()
        .AddSingleton<EventExporter>()
        .AddSingleton<KnownUsers>()
        .AddSingleton<UserExporter>()
        .AddSingleton<UserListReader>()
        .AddSingleton<ListExporter>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder exports =
            routes.MapGroup("/v1/exports").WithTags("Exports").WithMetadata(LongRequest.Instance);
        exports.MapGet("/items", ItemsAsync)
            .Note(
                "exportItems",
                "Export items",
                "All items of the catalog in the order of their ids, as POST /v1/items takes them." + Detail,
                ApiRight.Export)
            .FormatParameter()
            .Parameter("category", "string", "A category path; paths below it match too.", null, 128)
            .Parameter("filter", "string", "An item filter, as for lists.", null, ItemFilter.MaxLength)
            .Parameter("available", "boolean", "True for items in stock, false for items out of stock.")
            .Produces<ExportedItem>(StatusCodes.Status200OK, BodyReader.Ndjson, ExportFormats.Csv);
        exports.MapGet("/events", EventsAsync)
            .Note(
                "exportEvents",
                "Export events",
                "All events in the order of their receipt, as POST /v1/events takes them. Events of erased users are "
                    + "absent." + Detail,
                ApiRight.Export)
            .FormatParameter()
            .Parameter("cursor", "string", "The cursor of an event: the export begins after it.", null, 32)
            .Parameter("since", "string", "The earliest time of receipt, ISO 8601.", null, 64)
            .Parameter("cursors", "boolean", "Adds the member cursor to each event.")
            .Produces<ExportedEvent>(StatusCodes.Status200OK, BodyReader.Ndjson, ExportFormats.Csv);
        exports.MapGet("/users", UsersAsync)
            .Note(
                "exportUsers",
                "Export users",
                "The ids of all users who have events, in the order of their first events. A merged user keeps a "
                    + "line." + Detail,
                ApiRight.Export)
            .FormatParameter()
            .Parameter("since", "string", "The earliest time of receipt of the events, ISO 8601.", null, 64)
            .Produces<ExportedUser>(StatusCodes.Status200OK, BodyReader.Ndjson, ExportFormats.Csv);
        exports.MapPost("/recommendations", ListsAsync)
            .Note(
                "exportRecommendations",
                "Export recommendations",
                "A list for each user, one line for each, for example for e-mails. The line of a user whose list "
                    + "cannot be ranked has a fallback level and its reason." + Detail,
                ApiRight.Export,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawListExport>("application/json")
            .Example(
                """
                {"userIds":["ann","bob"],"placement":"mail","count":5,"fields":["title","price"]}
                """)
            .FormatParameter()
            .Produces<ExportedList>(StatusCodes.Status200OK, BodyReader.Ndjson, ExportFormats.Csv);
    }

    private static RouteHandlerBuilder FormatParameter(this RouteHandlerBuilder endpoint) => endpoint.Parameter(
        "format", "string", "ndjson or csv. Default: the header Accept decides, else ndjson.", null, 16);

    private static Task ItemsAsync(HttpContext context, ItemExporter items, ExportPlaces places)
    {
        QueryReader query = new(context.Request, "format", "category", "filter", "available");
        ExportFormat format = ExportFormats.Read(ref query, context.Request);
        ItemBrowseQuery browse = ItemExporter.Read(ref query);
        query.ThrowIfWrong();
        return RunAsync(places, () => items.WriteAsync(context, browse, format));
    }

    private static Task EventsAsync(HttpContext context, EventExporter events, ExportPlaces places)
    {
        QueryReader query = new(context.Request, "format", "cursor", "since", "cursors");
        ExportFormat format = ExportFormats.Read(ref query, context.Request);
        EventExport export = events.Read(ref query);
        query.ThrowIfWrong();
        return RunAsync(places, () => events.WriteAsync(context, export, format));
    }

    private static Task UsersAsync(HttpContext context, UserExporter users, ExportPlaces places)
    {
        QueryReader query = new(context.Request, "format", "since");
        ExportFormat format = ExportFormats.Read(ref query, context.Request);
        DateTimeOffset since = EventExport.Since(ref query);
        query.ThrowIfWrong();
        return RunAsync(places, () => users.WriteAsync(context, since, format));
    }

    private static async Task ListsAsync(
        HttpContext context, BodyReader bodies, ListExporter lists, KnownPlacements placements, ExportPlaces places)
    {
        QueryReader query = new(context.Request, "format");
        ExportFormat format = ExportFormats.Read(ref query, context.Request);
        query.ThrowIfWrong();
        ParsedElement<RawListExport> body = await bodies.ReadOneAsync(context.Request, ListExportReader.Read);
        placements.Check(body.Value!.Placement, "$.placement", body.Errors);
        ListExport export = ListExportReader.Validate(body.Value!, body.Errors)
            ?? throw RequestRefusedException.Invalid(body.Errors);
        await RunAsync(places, async () =>
        {
            await using ExportStream lines = ExportStream.Start(context, format, "recommendations");
            await lists.WriteAsync(export, format, lines, context.RequestAborted);
            await lines.CompleteAsync();
        });
    }

    private static async Task RunAsync(ExportPlaces places, Func<Task> write)
    {
        using IDisposable place = places.Take();
        await write();
    }
}
