using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Items;

/// <summary><c>/v1/items</c>: the catalog.</summary>
internal static class ItemEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder items = routes.MapGroup("/v1/items").WithTags("Items");
        items.MapBrowsing();
        items.MapGet("/{id}", GetAsync)
            .Note("getItem", "Get item", ApiRight.ReadItems, ProblemCode.NotFound)
            .Produces<ItemResponse>();
        items.MapPut("/{id}", PutAsync)
            .Note(
                "putItem",
                "Put item",
                "Creates or replaces an item.",
                ApiRight.WriteItems,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawItem>("application/json")
            .Example(
                """
                {"title":"Two-person tent","categories":["outdoor/tents"],"price":199,
                 "attributes":{"brand":"acme","image":"/i/tent-1.svg","tags":["new","light"],"rating":4.5}}
                """)
            .Produces<ItemResponse>()
            .Produces<ItemResponse>(StatusCodes.Status201Created);
        items.MapPatch("/{id}", PatchAsync)
            .Note(
                "patchItem",
                "Patch item",
                "Changes fields of an item. Attributes are merged by name; null removes an attribute.",
                ApiRight.WriteItems,
                ProblemCode.NotFound,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawItem>("application/json")
            .Example(
                """
                {"price":179,"attributes":{"tags":["sale"]}}
                """)
            .Produces<ItemResponse>();
        items.MapDelete("/{id}", DeleteAsync)
            .Note(
                "deleteItem",
                "Delete item",
                "Deletes an item and removes it from every list at once.",
                ApiRight.WriteItems,
                ProblemCode.NotFound)
            .Produces(StatusCodes.Status204NoContent);
        items.MapPost("", PostAsync)
            .Note(
                "postItems",
                "Put items",
                "Creates or replaces items: an object, an array or NDJSON. The response has a result for each item.",
                ApiRight.WriteItems,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawItem>("application/json", BodyReader.Ndjson)
            .Example(
                """
                [{"id":"tent-1","title":"Two-person tent","categories":["outdoor/tents"],"price":199},
                 {"id":"stove-1","title":"Gas stove","categories":["outdoor/stoves"],"price":49.9}]
                """)
            .WithMetadata(new BatchBody())
            .Produces<ItemBatchOutcome>(StatusCodes.Status202Accepted);
    }

    private static async Task GetAsync(HttpContext context, IGrainFactory grains)
    {
        CatalogItem? item = await Catalog(grains).GetAsync(PathId.OnlyItem(context));
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            ItemResponse.Of(item ?? throw NotFound(context)),
            ItemJson.Default.ItemResponse);
    }

    private static async Task PutAsync(HttpContext context, IGrainFactory grains, BodyReader bodies)
    {
        ItemId id = PathId.OnlyItem(context);
        ItemPatch item = await ReadAsync(context, bodies, id);
        bool isNew = await Catalog(grains).GetAsync(id) is null;
        _ = await Catalog(grains).PutAsync([item]);
        CatalogItem stored = await Catalog(grains).GetAsync(id)
            ?? throw new RequestRefusedException(
                ProblemCode.Conflict, "Another request deleted the item at the same time.");
        await JsonResponse.WriteAsync(
            context,
            isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            ItemResponse.Of(stored),
            ItemJson.Default.ItemResponse);
    }

    private static async Task PatchAsync(HttpContext context, IGrainFactory grains, BodyReader bodies)
    {
        ItemId id = PathId.OnlyItem(context);
        CatalogItem? item = await Catalog(grains).PatchAsync(await ReadAsync(context, bodies, id));
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            ItemResponse.Of(item ?? throw NotFound(context)),
            ItemJson.Default.ItemResponse);
    }

    private static async Task DeleteAsync(HttpContext context, IGrainFactory grains)
    {
        if (await Catalog(grains).DeleteAsync([PathId.OnlyItem(context)]) == 0)
        {
            throw NotFound(context);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task PostAsync(HttpContext context, IGrainFactory grains, BodyReader bodies)
    {
        PathId.NoQuery(context);
        ParsedBody<RawItem> body = await bodies.ReadManyAsync(context.Request, RawItemReader.Read);
        ItemPatch?[] valid = [.. body.Elements.Select(Validate)];
        ImmutableArray<ItemPatch> puts = [.. valid.OfType<ItemPatch>()];
        if (body.IsSingle && puts.IsEmpty)
        {
            throw RequestRefusedException.Invalid(body.Elements[0].Errors);
        }

        if (!puts.IsEmpty)
        {
            _ = await Catalog(grains).PutAsync(puts);
        }

        ItemOutcome[] results = [.. body.Elements.Select((element, i) => valid[i] is { } item
            ? new ItemOutcome(i, item.Id.Value, "accepted", null)
            : new ItemOutcome(i, element.Value?.Id, "rejected", element.Errors))];
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status202Accepted,
            new ItemBatchOutcome(results, puts.Length, results.Length - puts.Length),
            ItemJson.Default.ItemBatchOutcome);
    }

    private static async Task<ItemPatch> ReadAsync(HttpContext context, BodyReader bodies, ItemId id)
    {
        ParsedElement<RawItem> body = await bodies.ReadOneAsync(context.Request, RawItemReader.Read);
        if (body.Value!.Id is { } other && other != id.Value)
        {
            body.Errors.Add(new("$.id", "invalid", "id must be missing or equal to the id in the path."));
        }

        return Validate(body with { Value = body.Value with { Id = id.Value } })
            ?? throw RequestRefusedException.Invalid(body.Errors);
    }

    private static ItemPatch? Validate(ParsedElement<RawItem> element)
    {
        if (element.Value is null)
        {
            return null;
        }

        List<Abstractions.Events.ValidationError> found = [];
        ItemPatch? item = ItemValidator.Validate(element.Value, element.Path, found);
        HashSet<string> unread = element.Errors.Select(error => error.Path).ToHashSet(StringComparer.Ordinal);
        element.Errors.AddRange(found.Where(error => !unread.Contains(error.Path)));
        return element.Errors.Count > 0 ? null : item;
    }

    private static ICatalogGrain Catalog(IGrainFactory grains) => grains.GetGrain<ICatalogGrain>(0);

    private static RequestRefusedException NotFound(HttpContext context) =>
        new(ProblemCode.NotFound, $"The catalog has no item '{PathIdMiddleware.IdOf(context)}'.");
}
