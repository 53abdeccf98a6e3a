using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Placements;
using Personalization.Client.Api.Recommendations;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Merchandising;

/// <summary><c>/v1/placements</c> and <c>/v1/event-types</c>.</summary>
internal static class PlacementEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapPlacements(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder placements = routes.MapGroup("/v1").WithTags("Merchandising");
        placements.MapGet("/placements", ListAsync)
            .Note(
                "getPlacements",
                "List placements",
                "The placements of the settings and those made at run time. Another name gets the policy of default.",
                ApiRight.ReadItems)
            .Produces<PlacementListResponse>();
        placements.MapGet("/placements/{id}", GetAsync)
            .Note("getPlacement", "Get placement", "One placement.", ApiRight.ReadItems, ProblemCode.NotFound)
            .Produces<PlacementResponse>();
        placements.MapPut("/placements/{id}", PutAsync)
            .Note(
                "putPlacement",
                "Put placement",
                "Creates or replaces a placement. Every silo uses it when the call returns.",
                ApiRight.WriteItems,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawPlacement>("application/json")
            .Example(
                """
                {"description":"The home page.","policy":{"diversity":0.2,"newItemShare":0.1}}
                """)
            .Produces<PlacementResponse>();
        placements.MapDelete("/placements/{id}", DeleteAsync)
            .Note(
                "deletePlacement",
                "Delete placement",
                "Deletes a placement that was made at run time. The settings apply again.",
                ApiRight.WriteItems,
                ProblemCode.NotFound)
            .Produces(StatusCodes.Status204NoContent);
        placements.MapGet("/event-types", EventTypesAsync)
            .Note("getEventTypes", "List event types", "The event types and their weights.", ApiRight.ReadItems)
            .Produces<EventTypeListResponse>();
    }

    private static async Task ListAsync(HttpContext context, IGrainFactory grains, EngineOptions options)
    {
        PathId.NoQuery(context);
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new PlacementListResponse(await AllAsync(grains, options)),
            MerchandisingJson.Default.PlacementListResponse);
    }

    private static async Task GetAsync(HttpContext context, IGrainFactory grains, EngineOptions options)
    {
        string name = NameOf(context);
        ImmutableArray<PlacementResponse> all = await AllAsync(grains, options);
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            all.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw NotFound(name),
            MerchandisingJson.Default.PlacementResponse);
    }

    private static async Task PutAsync(
        HttpContext context,
        IGrainFactory grains,
        BodyReader bodies,
        EngineOptions options,
        KnownPlacements placements)
    {
        string name = NameOf(context);
        RawPlacement body = (await bodies.ReadOneAsync<RawPlacement>(context.Request, PlacementReader.Read)).Valid();
        PlacementDefinition placement = new(name, body.Description, body.Policy ?? new PlacementChange());
        try
        {
            PlacementVersion version = await Owner(grains).PutPlacementAsync(
                placement, ApiKeyMiddleware.OperatorOf(context));
            await placements.TryRefreshAsync(context.RequestAborted);
            await JsonResponse.WriteAsync(
                context,
                StatusCodes.Status200OK,
                Describe(name, version, options),
                MerchandisingJson.Default.PlacementResponse);
        }
        catch (InvalidOperationException refused)
        {
            throw new RequestRefusedException(ProblemCode.Conflict, refused.Message);
        }
    }

    private static async Task DeleteAsync(HttpContext context, IGrainFactory grains)
    {
        string name = NameOf(context);
        if (!await Owner(grains).DeletePlacementAsync(name, ApiKeyMiddleware.OperatorOf(context)))
        {
            throw NotFound(name);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task EventTypesAsync(HttpContext context, EventVocabulary vocabulary)
    {
        PathId.NoQuery(context);
        return JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new EventTypeListResponse(
            [
                .. vocabulary.Types.OrderBy(type => type.Name, StringComparer.Ordinal)
                    .Select(type => new EventTypeResponse(type.Name, type.Weight)),
            ]),
            MerchandisingJson.Default.EventTypeListResponse);
    }

    private static string NameOf(HttpContext context)
    {
        PathId.NoQuery(context);
        string name = PathIdMiddleware.IdOf(context);
        return RecommendationRequest.PlacementProblem(name) is { } problem
            ? throw RequestRefusedException.Invalid(
                [new("path.id", "invalid", $"The placement in the path {problem}.")])
            : name;
    }

    private static async Task<ImmutableArray<PlacementResponse>> AllAsync(IGrainFactory grains, EngineOptions options)
    {
        MerchandisingBoard board = (await Owner(grains).GetAsync(-1))!;
        Dictionary<string, PlacementVersion> made = board.Placements.ToDictionary(
            placement => placement.Name, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. made.Keys.Concat(options.PlacementNames)
                .Append(RecommendationQuery.DefaultPlacement)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal)
                .Select(name => Describe(name, made.GetValueOrDefault(name), options)),
        ];
    }

    private static PlacementResponse Describe(string name, PlacementVersion? version, EngineOptions options)
    {
        bool isConfigured = name == RecommendationQuery.DefaultPlacement
            || options.PlacementNames.Contains(name, StringComparer.OrdinalIgnoreCase);
        return new PlacementResponse(
            name,
            version is null ? "settings" : isConfigured ? "both" : "api",
            version?.Placement!.Description,
            version?.Version,
            version?.At,
            version?.By,
            version?.Placement!.Policy);
    }

    private static IMerchandisingGrain Owner(IGrainFactory grains) => grains.GetGrain<IMerchandisingGrain>(0);

    private static RequestRefusedException NotFound(string name) =>
        new(ProblemCode.NotFound, $"There is no placement '{name}'. Lists accept it with the policy of default.");
}
