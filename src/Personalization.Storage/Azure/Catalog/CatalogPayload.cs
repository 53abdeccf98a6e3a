using System.Text.Json;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;

namespace Personalization.Storage.Azure.Catalog;

/// <summary>Encodes items with their last-change epochs as bytes: epoch, length and JSON for each item.</summary>
internal static class CatalogPayload
{
    public static byte[] Write(IEnumerable<(long Epoch, CatalogItem Item)> items)
    {
        using MemoryStream bytes = new();
        using (BinaryWriter writer = new(bytes))
        {
            foreach ((long epoch, CatalogItem item) in items)
            {
                byte[] body = JsonSerializer.SerializeToUtf8Bytes(item, StorageJson.Default.CatalogItem);
                writer.Write(epoch);
                writer.Write(body.Length);
                writer.Write(body);
            }
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a valid list of items.</exception>
    public static List<(long Epoch, CatalogItem Item)> Read(byte[] bytes)
    {
        List<(long Epoch, CatalogItem Item)> items = [];
        try
        {
            using BinaryReader reader = new(new MemoryStream(bytes));
            while (reader.BaseStream.Position < bytes.Length)
            {
                long epoch = reader.ReadInt64();
                byte[] body = reader.ReadBytes(reader.ReadInt32());
                items.Add((epoch, JsonSerializer.Deserialize(body, StorageJson.Default.CatalogItem)
                    ?? throw new InvalidDataException("A stored item is null.")));
            }
        }
        catch (Exception error) when (error is JsonException or EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException($"A stored catalog item is not readable: {error.Message}", error);
        }

        return items;
    }
}
