using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Abstractions.Catalog;

/// <summary>Reads the attributes of an item from JSON.</summary>
internal static class AttributeReader
{
    private const string Expected = "a string, a number, true, false or an array of strings";

    /// <summary>Reads an object of attribute values or nulls, or null.</summary>
    /// <remarks>
    /// The reader must stand on the value; afterwards it stands on the value's last token. Wrong values become errors.
    /// </remarks>
    public static Dictionary<string, AttributeValue?>? Read(
        ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // Reports the wrong kind; null stays null.
            _ = JsonFields.Map(ref reader, path, field, errors);
            return null;
        }

        Dictionary<string, AttributeValue?> values = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            _ = reader.Read();
            if (!values.TryAdd(name, ReadValue(ref reader, path, $"{field}['{name}']", errors)))
            {
                errors.Add(new($"{path}.{field}['{name}']", "duplicate", "must not be repeated."));
            }
        }

        return values;
    }

    private static AttributeValue? ReadValue(
        ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return null;
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Number: return JsonFields.Number(ref reader, path, field, errors);
            case JsonTokenType.String:
                return JsonFields.Text(ref reader, path, field, errors) is { } text ? AttributeValue.Of(text) : null;
            case JsonTokenType.StartArray: return ReadTexts(ref reader, path, field, errors);
            default:
                errors.Add(new(
                    $"{path}.{field}",
                    "malformed",
                    $"must be {Expected} but was {JsonFields.Describe(reader.TokenType)}."));
                reader.Skip();
                return null;
        }
    }

    private static AttributeValue ReadTexts(
        ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        List<string> texts = [];
        int index = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string element = string.Create(CultureInfo.InvariantCulture, $"{field}[{index++}]");
            if (reader.TokenType == JsonTokenType.Null)
            {
                errors.Add(new($"{path}.{element}", "malformed", $"{element} must be a string but was null."));
            }
            else if (JsonFields.Text(ref reader, path, element, errors) is { } text)
            {
                texts.Add(text);
            }
        }

        return AttributeValue.Of([.. texts]);
    }
}
