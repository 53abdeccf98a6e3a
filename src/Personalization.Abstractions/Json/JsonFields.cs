using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Json;

/// <summary>Reads single JSON values without throwing on values of a wrong kind.</summary>
/// <remarks>
/// A wrong value becomes an error with its path, the method returns null, and the caller can continue to read. The
/// reader must stand on the value; afterwards it stands on the value's last token.
/// </remarks>
public static class JsonFields
{
    /// <summary>Reads a string or null.</summary>
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
                errors.Add(new($"{path}.{field}", "malformed", $"{field} must be valid Unicode."));
                return null;
            }
        }

        return Refuse<string>(ref reader, path, field, "a string", errors);
    }

    /// <summary>Reads a string that occurs in many values, or null. Equal values share one string.</summary>
    public static string? Known(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && !reader.HasValueSequence
            && Utf8.IsValid(reader.ValueSpan)
            ? KnownTexts.Read(ref reader)
            : Text(ref reader, path, field, errors);

    /// <summary>Reads a number or null.</summary>
    public static double? Number(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value)
            ? value
            : RefuseValue<double>(ref reader, path, field, "a number", errors);

    /// <summary>Reads a decimal number or null.</summary>
    public static decimal? Decimal(
        ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out decimal value)
            ? value
            : RefuseValue<decimal>(ref reader, path, field, "a number of at most 28 digits", errors);

    /// <summary>Reads a 32-bit whole number or null.</summary>
    public static int? Whole(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value)
            ? value
            : RefuseValue<int>(ref reader, path, field, "a whole number of 32 bits", errors);

    /// <summary>Reads true, false or null.</summary>
    public static bool? Flag(ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) =>
        reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => RefuseValue<bool>(ref reader, path, field, "true or false", errors),
        };

    /// <summary>Reads an ISO 8601 time or null. A time without an offset is UTC.</summary>
    public static DateTimeOffset? Time(
        ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        if (reader.TokenType == JsonTokenType.String
            && !reader.ValueIsEscaped
            && reader.TryGetDateTimeOffset(out DateTimeOffset value))
        {
            return reader.TryGetDateTime(out DateTime plain) && plain.Kind == DateTimeKind.Unspecified
                ? new DateTimeOffset(plain, TimeSpan.Zero)
                : value;
        }

        return RefuseValue<DateTimeOffset>(
            ref reader, path, field, "an ISO 8601 time such as 2026-11-22T18:30:00Z", errors);
    }

    /// <summary>Reads an object of strings or nulls, or null.</summary>
    public static Dictionary<string, string?>? Map(
        ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
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

    /// <summary>Reads an array of strings or nulls, or null.</summary>
    public static List<string?>? Texts(
        ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Refuse<List<string?>>(ref reader, path, field, "an array", errors);
        }

        List<string?> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(
                Text(ref reader, path, string.Create(CultureInfo.InvariantCulture, $"{field}[{texts.Count}]"), errors));
        }

        return texts;
    }

    /// <summary>Reads an object or null.</summary>
    public static T? One<T>(
        ref Utf8JsonReader reader, string path, string field, ObjectReader<T> read, List<ValidationError> errors)
        where T : class =>
        reader.TokenType == JsonTokenType.StartObject
            ? read(ref reader, $"{path}.{field}", errors)
            : Refuse<T>(ref reader, path, field, "an object", errors);

    /// <summary>Reads an array of objects, or null. An element of another kind becomes an error and an empty object.
    /// </summary>
    public static List<T>? Many<T>(
        ref Utf8JsonReader reader, string path, string field, ObjectReader<T> read, List<ValidationError> errors)
        where T : class, new()
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Refuse<List<T>>(ref reader, path, field, "an array", errors);
        }

        List<T> elements = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"{path}.{field}[{elements.Count}]");
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                elements.Add(read(ref reader, at, errors));
                continue;
            }

            errors.Add(new(at, "malformed", $"must be an object but was {Describe(reader.TokenType)}."));
            reader.Skip();
            elements.Add(new T());
        }

        return elements;
    }

    /// <summary>Gets the name of a token's kind for error messages.</summary>
    public static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "null",
    };

    private static T? RefuseValue<T>(
        ref Utf8JsonReader reader, string path, string field, string expected, List<ValidationError> errors)
        where T : struct
    {
        _ = Refuse<string>(ref reader, path, field, expected, errors);
        return null;
    }

    private static T? Refuse<T>(
        ref Utf8JsonReader reader, string path, string field, string expected, List<ValidationError> errors)
        where T : class
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            errors.Add(new(
                $"{path}.{field}", "malformed", $"{field} must be {expected} but was {Describe(reader.TokenType)}."));
            reader.Skip();
        }

        return null;
    }
}
