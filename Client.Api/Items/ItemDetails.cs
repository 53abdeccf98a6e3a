using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Items;

/// <summary>
/// Adds the catalog's fields to the items of lists. Costs at most one call to the engine for all lists of a request.
/// </summary>
/// <remarks>
/// Use <see cref="AddToAsync(IReadOnlyList{ServedList}, FieldSelection)"/> for the rows of a page, and
/// <see cref="FindAsync"/> for the items alone. Items are cached for <see cref="MaxAge"/>. When the engine does not
/// answer within a second, lists come without the fields.
/// </remarks>
internal sealed class ItemDetails(IGrainFactory grains, TimeProvider time)
{
    /// <summary>The longest time for which a changed item is shown as before.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    /// <summary>The most items of one call to the engine.</summary>
    private const int MaxItems = 1_000;

    private const int MaxCached = 20_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private Cache _cache = new(DateTimeOffset.MinValue);

    /// <summary>Finds items of the catalog that are not deleted, by id.</summary>
    /// <param name="ids">The ids; may repeat.</param>
    /// <returns>The items that exist. Only cached items when the engine does not answer within a second.</returns>
    public async ValueTask<IReadOnlyDictionary<string, CatalogItem>> FindAsync(IEnumerable<ItemId> ids)
    {
        Cache cache = Current();
        Dictionary<string, CatalogItem> found = new(StringComparer.Ordinal);
        List<ItemId> wanted = [];
        foreach (ItemId id in ids.Distinct())
        {
            if (!cache.Items.TryGetValue(id.Value, out CatalogItem? item))
            {
                wanted.Add(id);
            }
            else if (item is not null)
            {
                found[id.Value] = item;
            }
        }

        foreach (ItemId[] some in wanted.Chunk(MaxItems))
        {
            await ReadAsync(some, cache, found);
        }

        return found;
    }

    /// <summary>Adds fields to every item of a list, as the member <c>item</c>.</summary>
    public async ValueTask<ServedList> AddToAsync(ServedList list, FieldSelection fields) =>
        (await AddToAsync([list], fields))[0];

    /// <summary>Adds fields to every item of several lists, as the member <c>item</c>.</summary>
    /// <param name="lists">The lists; they are not changed.</param>
    /// <param name="fields">The fields.</param>
    /// <returns>The lists in the same order. An item that is not in the catalog has no such member.</returns>
    public async ValueTask<ServedList[]> AddToAsync(IReadOnlyList<ServedList> lists, FieldSelection fields)
    {
        IReadOnlyDictionary<string, CatalogItem> found =
            await FindAsync(lists.SelectMany(list => IdsOf(list.Rendered.Items)));
        return
        [
            .. lists.Select(list => list with
            {
                Rendered = list.Rendered with { Items = Insert(list.Rendered.Items, found, fields) },
            }),
        ];
    }

    private async ValueTask ReadAsync(ItemId[] wanted, Cache cache, Dictionary<string, CatalogItem> found)
    {
        ImmutableArray<CatalogItem?> items;
        try
        {
            items = await grains.GetGrain<IItemListsGrain>(0).ItemsAsync([.. wanted]).AsTask().WaitAsync(Timeout, time);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException or IOException)
        {
            return;
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            CatalogItem? item = items[i] is { Deleted: false } known ? known : null;
            cache.Items[wanted[i].Value] = item;
            if (item is not null)
            {
                found[wanted[i].Value] = item;
            }
        }
    }

    /// <summary>The cache; a new one when the old one is too old or too large.</summary>
    private Cache Current()
    {
        Cache cache = Volatile.Read(ref _cache);
        DateTimeOffset now = time.GetUtcNow();
        if (now - cache.Since < MaxAge && cache.Items.Count < MaxCached)
        {
            return cache;
        }

        Cache fresh = new(now);
        Volatile.Write(ref _cache, fresh);
        return fresh;
    }

    private static List<ItemId> IdsOf(byte[] items)
    {
        List<ItemId> ids = [];
        Utf8JsonReader reader = new(items);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (ReadId(ref reader) is { } id && ItemId.TryCreate(id, out ItemId item) is null)
            {
                ids.Add(item);
            }
        }

        return ids;
    }

    /// <summary>Writes the same items, each with one more member.</summary>
    private static byte[] Insert(
        byte[] items, IReadOnlyDictionary<string, CatalogItem> found, FieldSelection fields)
    {
        ArrayBufferWriter<byte> buffer = new(2 * items.Length);
        using Utf8JsonWriter writer = new(buffer, JsonResponse.Options);
        Utf8JsonReader reader = new(items);
        _ = reader.Read();
        bool first = true;
        buffer.Write("["u8);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            int start = (int)reader.TokenStartIndex;
            string? id = ReadId(ref reader);
            buffer.Write(first ? default : ","u8);
            buffer.Write(items.AsSpan()[start..(int)reader.TokenStartIndex]);
            if (id is not null && found.TryGetValue(id, out CatalogItem? item))
            {
                buffer.Write(",\"item\":"u8);
                writer.Reset();
                fields.Write(writer, item);
                writer.Flush();
            }

            buffer.Write("}"u8);
            first = false;
        }

        buffer.Write("]"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an object to its end and returns its member <c>id</c>.</summary>
    private static string? ReadId(ref Utf8JsonReader reader)
    {
        string? id = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool isId = reader.ValueTextEquals("id"u8);
            _ = reader.Read();
            id = isId ? reader.GetString() : id;
            reader.Skip();
        }

        return id;
    }

    private sealed class Cache(DateTimeOffset since)
    {
        public DateTimeOffset Since => since;

        /// <summary>The items by id; null for an item that the catalog does not have.</summary>
        public ConcurrentDictionary<string, CatalogItem?> Items { get; } = new(StringComparer.Ordinal);
    }
}
