using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Items;

/// <summary>Reads and writes an <see cref="AttributeValue"/> as the JSON value itself.</summary>
internal sealed class AttributeValueConverter : JsonConverter<AttributeValue>
{
    public override bool HandleNull => true;

    public override AttributeValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return reader.GetString();
            case JsonTokenType.Number: return reader.GetDouble();
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Null: return default;
            case JsonTokenType.StartArray: return ReadList(ref reader);
            default: throw new JsonException("An attribute is a string, a number, a boolean or a list of strings.");
        }
    }

    public override void Write(Utf8JsonWriter writer, AttributeValue value, JsonSerializerOptions options) =>
        value.Write(writer);

    private static AttributeValue ReadList(ref Utf8JsonReader reader)
    {
        List<string> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : throw new JsonException("A list of an attribute has strings only."));
        }

        return AttributeValue.FromStrings(texts);
    }
}
