using System.Text.Json;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;

namespace Personalization.Client.Api.Export;

/// <summary>Writes the items of the catalog, page by page.</summary>
internal sealed class ItemExporter(IGrainFactory grains, EngineCalls engine)
{
    /// <summary>The items of one call to the engine. Each call looks at the whole catalog.</summary>
    private const int PageItems = 500;

    private const int MaxCategory = 128;
    private const char Separator = '|';

    /// <summary>Reads the query and adds every error.</summary>
    public static ItemBrowseQuery Read(ref QueryReader query)
    {
        string? category = query.Text("category");
        if (category?.Length > MaxCategory)
        {
            query.Refuse(
                "category",
                "tooLong",
                $"category must have at most {MaxCategory} characters but had {category.Length}.");
        }

        return new ItemBrowseQuery
        {
            Category = string.IsNullOrWhiteSpace(category) ? null : category,
            Filter = ItemFilterQuery.Read(ref query),
            Available = query.Text("available") is null ? null : query.Flag("available"),
            Count = PageItems,
        };
    }

    /// <summary>Writes the response.</summary>
    public async Task WriteAsync(HttpContext context, ItemBrowseQuery query, ExportFormat format)
    {
        ItemPage page = await PageAsync(query, context.RequestAborted);
        await using ExportStream lines = ExportStream.Start(context, format, "items");
        if (format == ExportFormat.Csv)
        {
            new CsvLine(lines.Buffer)
                .Add("id").Add("title").Add("categories").Add("attributes").Add("price").Add("available")
                .Add("validFrom").Add("validUntil").Add("publishedAt").End();
        }

        while (true)
        {
            foreach (CatalogItem item in page.Items)
            {
                Write(lines, ExportedItem.Of(item), format);
                await lines.SendAsync();
            }

            if (!page.HasMore)
            {
                break;
            }

            page = await PageAsync(query with { After = page.Items[^1].Id.Value }, context.RequestAborted);
        }

        await lines.CompleteAsync();
    }

    private static void Write(ExportStream lines, ExportedItem item, ExportFormat format)
    {
        if (format == ExportFormat.Ndjson)
        {
            lines.WriteJson(item, ExportJson.Default.ExportedItem);
            return;
        }

        new CsvLine(lines.Buffer)
            .Add(item.Id)
            .Add(item.Title)
            .Add(string.Join(Separator, item.Categories))
            .Add(item.Attributes.Count == 0
                ? null
                : JsonSerializer.Serialize(
                    item.Attributes, ExportJson.Default.IReadOnlyDictionaryStringAttributeValue))
            .Add(item.Price)
            .Add(item.Available)
            .Add(item.ValidFrom)
            .Add(item.ValidUntil)
            .Add(item.PublishedAt)
            .End();
    }

    private ValueTask<ItemPage> PageAsync(ItemBrowseQuery query, CancellationToken clientGone) => engine.RunAsync(
        (Lists: grains.GetGrain<IItemListsGrain>(0), query),
        static call => call.Lists.BrowseAsync(call.query),
        clientGone);
}
