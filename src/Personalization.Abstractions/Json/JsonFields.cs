using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Json;

/// <summary>
/// Reads single values tolerantly: a value of the wrong kind becomes an error with its path and null, and reading goes on
/// after it. The reader stands on the value before and on its last token after.
/// </summary>
public static class JsonFields
{
    /// <summary>Reads a text or null.</summary>
    public static string? Text(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            try
            {
                return reader.GetString();
            }
            catch (InvalidOperationException)
            {
                errors.Add(new($"{path}.{field}", "malformed", $"{field} is not valid Unicode."));
                return null;
            }
        }

        return Refuse<string>(ref reader, path, field, "a string", errors);
    }

    /// <summary>Reads a number or null.</summary>
    public static double? Number(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value)
            ? value
            : RefuseValue<double>(ref reader, path, field, "a number", errors);

    /// <summary>Reads an exact number or null.</summary>
    public static decimal? Decimal(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out decimal value)
            ? value
            : RefuseValue<decimal>(ref reader, path, field, "a number of at most 28 digits", errors);

    /// <summary>Reads a whole number or null.</summary>
    public static int? Whole(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value)
            ? value
            : RefuseValue<int>(ref reader, path, field, "a whole number of 32 bits", errors);

    /// <summary>Reads true, false or null.</summary>
    public static bool? Flag(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => RefuseValue<bool>(ref reader, path, field, "true or false", errors),
    };

    /// <summary>Reads an ISO 8601 time or null; one without an offset is taken as UTC, not as the server's zone.</summary>
    public static DateTimeOffset? Time(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.TryGetDateTimeOffset(out DateTimeOffset value))
        {
            return reader.TryGetDateTime(out DateTime plain) && plain.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(plain, TimeSpan.Zero) : value;
        }

        return RefuseValue<DateTimeOffset>(ref reader, path, field, "an ISO 8601 time such as 2026-11-22T18:30:00Z", errors);
    }

    /// <summary>Reads an object whose values are texts (or null), or null.</summary>
    public static Dictionary<string, string?>? Map(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Refuse<Dictionary<string, string?>>(ref reader, path, field, "an object", errors);
        }

        Dictionary<string, string?> map = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            _ = reader.Read();
            map[name] = Text(ref reader, path, $"{field}['{name}']", errors);
        }

        return map;
    }

    /// <summary>Reads an array of texts (or nulls), or null.</summary>
    public static List<string?>? Texts(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Refuse<List<string?>>(ref reader, path, field, "an array", errors);
        }

        List<string?> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(Text(ref reader, path, string.Create(CultureInfo.InvariantCulture, $"{field}[{texts.Count}]"), errors));
        }

        return texts;
    }

    /// <summary>What a token is, in words.</summary>
    public static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "null",
    };

    private static T? RefuseValue<T>(ref Utf8JsonReader reader, string path, string field, string wanted, List<ValidationError> errors)
        where T : struct
    {
        _ = Refuse<string>(ref reader, path, field, wanted, errors);
        return null;
    }

    private static T? Refuse<T>(ref Utf8JsonReader reader, string path, string field, string wanted, List<ValidationError> errors)
        where T : class
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            errors.Add(new($"{path}.{field}", "malformed", $"{field} must be {wanted}, is {Describe(reader.TokenType)}."));
            reader.Skip();
        }

        return null;
    }
}
