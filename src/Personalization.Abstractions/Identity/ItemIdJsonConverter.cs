using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Abstractions.Identity;

/// <summary>Converts item ids from and to JSON strings.</summary>
public sealed class ItemIdJsonConverter : JsonConverter<ItemId>
{
    /// <inheritdoc/>
    public override ItemId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ItemId.TryCreate(
            reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out ItemId id) is { } problem
            ? throw new JsonException($"An item id {problem}.")
            : id;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ItemId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
