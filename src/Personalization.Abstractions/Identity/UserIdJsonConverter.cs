using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Abstractions.Identity;

/// <summary>Converts user ids from and to JSON strings.</summary>
public sealed class UserIdJsonConverter : JsonConverter<UserId>
{
    /// <inheritdoc/>
    public override UserId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        UserId.TryCreate(
            reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out UserId id) is { } problem
            ? throw new JsonException($"A user id {problem}.")
            : id;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UserId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
