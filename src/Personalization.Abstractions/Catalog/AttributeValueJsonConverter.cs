using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Abstractions.Catalog;

/// <summary>Converts attribute values from and to JSON strings, numbers, booleans and arrays of strings.</summary>
public sealed class AttributeValueJsonConverter : JsonConverter<AttributeValue>
{
    /// <inheritdoc/>
    public override AttributeValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return AttributeValue.Of(reader.GetString()!);
            case JsonTokenType.Number: return reader.GetDouble();
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.StartArray:
                List<string> texts = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    texts.Add(reader.TokenType == JsonTokenType.String
                        ? reader.GetString()!
                        : throw new JsonException("An array attribute must hold strings only."));
                }

                return AttributeValue.Of([.. texts]);
            default:
                throw new JsonException("An attribute must be a string, a number, true, false or an array of strings.");
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AttributeValue value, JsonSerializerOptions options) =>
        value.WriteTo(writer);
}
