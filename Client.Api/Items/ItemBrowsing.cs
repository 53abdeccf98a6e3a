using System.Buffers.Text;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Items;

/// <summary><c>POST /v1/items/get</c> and <c>GET /v1/items</c>: several items by id, and browsing.</summary>
internal static class ItemBrowsing
{
    private const int MaxIds = 1_000;
    private const int MaxWords = 256;
    private const int MaxCategory = 128;
    private const int MaxCount = 200;
    private const int DefaultCount = 20;

    private static readonly JsonTable<RawItemIds> Table = new JsonTable<RawItemIds>()
        .Texts("ids", static (ref raw, value) => raw = raw with { Ids = value });

    /// <summary>Maps the endpoints on the group <c>/v1/items</c>.</summary>
    public static void MapBrowsing(this RouteGroupBuilder items)
    {
        items.MapPost("/get", GetManyAsync)
            .Note(
                "getItems",
                "Get items",
                "Returns up to 1,000 items by id, in the order of the request.",
                ApiRight.ReadItems,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawItemIds>("application/json")
            .Example(
                """
                {"ids":["p-0001","p-0002"]}
                """)
            .Produces<ItemsResponse>();
        items.MapGet("", BrowseAsync)
            .Note(
                "browseItems",
                "Browse items",
                "Finds items by words of their titles, category and filter, in the order of their ids.",
                ApiRight.ReadItems)
            .Parameter(
                "query",
                "string",
                "Words separated by spaces. Each must begin a word of the title or of the id.",
                null,
                MaxWords)
            .Parameter("category", "string", "A category path; paths below it match too.", null, MaxCategory)
            .Parameter("filter", "string", "An item filter, as for lists.", null, ItemFilter.MaxLength)
            .Parameter("available", "boolean", "True for items in stock, false for items out of stock.")
            .Parameter("cursor", "string", "The cursor of the previous page.")
            .Parameter("count", "integer", "The most items of the page; default 20.", 1, MaxCount)
            .Produces<ItemPageResponse>();
    }

    private static async Task GetManyAsync(
        HttpContext context, IGrainFactory grains, EngineCalls engine, BodyReader bodies)
    {
        PathId.NoQuery(context);
        ParsedElement<RawItemIds> body = await bodies.ReadOneAsync<RawItemIds>(
            context.Request,
            (ref reader, path, errors) =>
            {
                RawItemIds raw = new();
                Table.Read(ref reader, ref raw, path, errors);
                return raw;
            });
        ImmutableArray<ItemId> ids = Validate(body);
        ImmutableArray<CatalogItem?> items = await engine.RunAsync(
            (Lists: grains.GetGrain<IItemListsGrain>(0), ids),
            static call => call.Lists.ItemsAsync(call.ids),
            context.RequestAborted);
        ItemResponse[] found =
        [
            .. items.Where(item => item is { Deleted: false }).Select(item => ItemResponse.Of(item!)),
        ];
        string[] missing = [.. ids.Where((_, i) => items[i] is not { Deleted: false }).Select(id => id.Value)];
        await JsonResponse.WriteAsync(
            context, StatusCodes.Status200OK, new ItemsResponse(found, missing), ItemJson.Default.ItemsResponse);
    }

    private static async Task BrowseAsync(
        HttpContext context, IGrainFactory grains, EngineCalls engine, KnownAttributes attributes)
    {
        QueryReader query = new(context.Request, "query", "category", "filter", "available", "cursor", "count");
        ItemBrowseQuery browse = new()
        {
            Words = Text(ref query, "query", MaxWords),
            Category = Text(ref query, "category", MaxCategory),
            Filter = ItemFilterQuery.Read(ref query),
            Available = query.Text("available") is null ? null : query.Flag("available"),
            After = Cursor(ref query),
            Count = (int)query.Whole("count", 1, MaxCount, DefaultCount),
        };
        query.Refuse(await attributes.FindUnknownAsync(browse.Filter, FilterScope.None));
        query.ThrowIfWrong();
        ItemPage page = await engine.RunAsync(
            (Lists: grains.GetGrain<IItemListsGrain>(0), browse),
            static call => call.Lists.BrowseAsync(call.browse),
            context.RequestAborted);
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new ItemPageResponse(
                [.. page.Items.Select(ItemResponse.Of)],
                page.HasMore ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(page.Items[^1].Id.Value)) : null,
                page.Total),
            ItemJson.Default.ItemPageResponse);
    }

    private static ImmutableArray<ItemId> Validate(ParsedElement<RawItemIds> body)
    {
        IReadOnlyList<string?> raw = body.Value!.Ids ?? [];
        if (raw.Count is 0 or > MaxIds && !body.Errors.Exists(error => error.Path == "$.ids"))
        {
            body.Errors.Add(new(
                "$.ids",
                raw.Count == 0 ? "required" : "tooLong",
                $"ids must have 1 to {MaxIds} item ids but had {raw.Count}."));
        }

        ImmutableArray<ItemId>.Builder ids = ImmutableArray.CreateBuilder<ItemId>();
        for (int i = 0; i < Math.Min(raw.Count, MaxIds); i++)
        {
            if (ItemId.TryCreate(raw[i], out ItemId id) is { } problem)
            {
                if (!body.Errors.Exists(error => error.Path == $"$.ids[{i}]"))
                {
                    body.Errors.Add(new($"$.ids[{i}]", raw[i] is null ? "required" : "invalid", $"an id {problem}."));
                }
            }
            else
            {
                ids.Add(id);
            }
        }

        return body.Errors.Count > 0 ? throw RequestRefusedException.Invalid(body.Errors) : [.. ids.Distinct()];
    }

    private static string? Text(ref QueryReader query, string name, int maxLength)
    {
        string? text = query.Text(name);
        if (text?.Length > maxLength)
        {
            query.Refuse(name, "tooLong", $"{name} must have at most {maxLength} characters but had {text.Length}.");
        }

        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static string? Cursor(ref QueryReader query)
    {
        if (query.Text("cursor") is not { } text)
        {
            return null;
        }

        if (Base64Url.IsValid(text) && text.Length is > 0 and <= 2048)
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        }

        query.Refuse(
            "cursor", "malformed", "cursor must be the unchanged cursor of the previous page, or missing.");
        return null;
    }
}

/// <summary>The body of <c>POST /v1/items/get</c>.</summary>
internal sealed record RawItemIds
{
    /// <summary>The item ids, 1 to 1,000.</summary>
    [Required, MinLength(1), MaxLength(1_000)]
    public IReadOnlyList<string?>? Ids { get; init; }
}

/// <summary>The response to <c>POST /v1/items/get</c>.</summary>
/// <param name="Items">The items that exist, in the order of the request.</param>
/// <param name="Missing">The ids that the catalog does not have.</param>
internal sealed record ItemsResponse(IReadOnlyList<ItemResponse> Items, IReadOnlyList<string> Missing);

/// <summary>The response to <c>GET /v1/items</c>.</summary>
/// <param name="Items">The items, in the order of their ids.</param>
/// <param name="Cursor">The cursor of the next page; missing on the last page.</param>
/// <param name="Total">The number of items on all pages.</param>
internal sealed record ItemPageResponse(IReadOnlyList<ItemResponse> Items, string? Cursor, int Total);
