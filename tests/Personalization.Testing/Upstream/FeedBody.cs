using System.Text.Json;
using System.Text.Json.Nodes;

namespace Personalization.Testing.Upstream;

/// <summary>Renders pages of the catalog and the stock feed, with the data faults.</summary>
internal static class FeedBody
{
    /// <summary>The distance between two wrong items.</summary>
    private const int WrongEvery = 10;

    /// <summary>Renders a page.</summary>
    /// <param name="feed"><c>catalog</c> or <c>stock</c>.</param>
    /// <param name="products">The products of the shop.</param>
    /// <param name="page">The page number, from 1.</param>
    /// <param name="pageSize">The number of items per page.</param>
    /// <param name="fault">The fault.</param>
    public static byte[] Page(
        string feed, IReadOnlyList<UpstreamProduct> products, int page, int pageSize, FaultKind fault)
    {
        List<JsonObject> all = [.. Damaged(products, fault).Select((product, i) => Render(feed, product, fault, i))];
        List<JsonObject> items = [.. all.Skip((page - 1) * pageSize).Take(pageSize)];
        bool isLast = page * pageSize >= all.Count;
        if (fault == FaultKind.HalfPage && page == 1)
        {
            items = [.. items.Take(items.Count / 2)];
        }

        JsonObject body = new() { ["items"] = new JsonArray([.. items]), ["total"] = all.Count };
        if (!isLast)
        {
            body["next"] = $"/{feed}?page={page + 1}";
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private static IEnumerable<UpstreamProduct> Damaged(IReadOnlyList<UpstreamProduct> products, FaultKind fault) =>
        fault switch
        {
            FaultKind.Shrunk => products.Where((_, i) => i % 5 < 2),
            FaultKind.Empty => [],
            FaultKind.Duplicates => products.SelectMany<UpstreamProduct, UpstreamProduct>(
                (product, i) => i % WrongEvery == 0 ? [product, product] : [product]),
            FaultKind.NoStock => products.Select(product => product with { Stock = 0 }),
            FaultKind.NegativePrices => products.Select(
                (product, i) => i % WrongEvery == 0 ? product with { Price = -product.Price } : product),
            FaultKind.PricesInCents => products.Select(product => product with { Price = product.Price * 100 }),
            _ => products,
        };

    private static JsonObject Render(string feed, UpstreamProduct product, FaultKind fault, int index)
    {
        JsonObject item = new() { ["id"] = product.Id };
        bool isWrong = fault == FaultKind.WrongTypes && index % WrongEvery == 0;
        item[fault == FaultKind.RenamedFields ? "cost" : "price"] = isWrong
            ? JsonValue.Create($"{product.Price} EUR")
            : JsonValue.Create(product.Price);
        if (feed == "stock")
        {
            item[fault == FaultKind.RenamedFields ? "pieces" : "stock"] = product.Stock;
            return item;
        }

        item[fault == FaultKind.RenamedFields ? "name" : "title"] = isWrong
            ? JsonValue.Create(index)
            : JsonValue.Create(product.Title);
        item["categories"] = new JsonArray([.. product.Categories.Select(category => JsonValue.Create(category))]);
        item["attributes"] = new JsonObject(
            product.Attributes.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
        item["available"] = product.Stock > 0;
        item["validFrom"] = product.OnSaleFrom;
        item["validUntil"] = product.OnSaleUntil;
        return item;
    }
}
