using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Pages;

/// <summary>Reads the JSON of a page request. Adds an error for each unknown field and each wrong value.</summary>
internal static class PageBody
{
    private const string PageFields = "rows, placement, deadlineMs, minVersion, exclude, fields";

    private const string RowFields = "id, source, title, count, placement, filter, category, categoryFromProfile, "
        + "window, items, exclude, cap, cursor";

    private const string CapFields = "attribute, most, window";

    /// <inheritdoc cref="Http.ReadElement{T}"/>
    public static RawPage Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawPage raw = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = reader.GetString()!;
            _ = reader.Read();
            switch (field)
            {
                case "rows":
                    raw = raw with { Rows = ReadRows(ref reader, path, errors) };
                    break;
                case "placement":
                    raw = raw with { Placement = JsonFields.Text(ref reader, path, field, errors) };
                    break;
                case "deadlineMs":
                    raw = raw with { DeadlineMs = JsonFields.Whole(ref reader, path, field, errors) };
                    break;
                case "minVersion":
                    raw = raw with { MinVersion = (long?)JsonFields.Number(ref reader, path, field, errors) };
                    break;
                case "exclude":
                    raw = raw with { Exclude = JsonFields.Texts(ref reader, path, field, errors) };
                    break;
                case "fields":
                    raw = raw with { Fields = JsonFields.Texts(ref reader, path, field, errors) };
                    break;
                default:
                    Refuse(ref reader, path, field, PageFields, errors);
                    break;
            }
        }

        return raw;
    }

    private static List<RawRow>? ReadRows(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Wrong(ref reader, $"{path}.rows", "rows", "an array", errors);
            return null;
        }

        List<RawRow> rows = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"{path}.rows[{rows.Count}]");
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                rows.Add(ReadRow(ref reader, at, errors));
            }
            else
            {
                Wrong(ref reader, at, "a row", "an object", errors);
                rows.Add(new RawRow());
            }
        }

        return rows;
    }

    private static RawRow ReadRow(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawRow raw = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = reader.GetString()!;
            _ = reader.Read();
            raw = field switch
            {
                "id" => raw with { Id = JsonFields.Text(ref reader, path, field, errors) },
                "source" => raw with { Source = JsonFields.Text(ref reader, path, field, errors) },
                "title" => raw with { Title = JsonFields.Text(ref reader, path, field, errors) },
                "count" => raw with { Count = JsonFields.Whole(ref reader, path, field, errors) },
                "placement" => raw with { Placement = JsonFields.Text(ref reader, path, field, errors) },
                "filter" => raw with { Filter = JsonFields.Text(ref reader, path, field, errors) },
                "category" => raw with { Category = JsonFields.Text(ref reader, path, field, errors) },
                "categoryFromProfile" =>
                    raw with { CategoryFromProfile = JsonFields.Flag(ref reader, path, field, errors) },
                "window" => raw with { Window = JsonFields.Text(ref reader, path, field, errors) },
                "items" => raw with { Items = JsonFields.Texts(ref reader, path, field, errors) },
                "exclude" => raw with { Exclude = JsonFields.Texts(ref reader, path, field, errors) },
                "cap" => raw with { Cap = ReadCap(ref reader, $"{path}.cap", errors) },
                "cursor" => raw with { Cursor = JsonFields.Text(ref reader, path, field, errors) },
                _ => Unknown(ref reader, raw),
            };

            RawRow Unknown(ref Utf8JsonReader unknown, RawRow row)
            {
                Refuse(ref unknown, path, field, RowFields, errors);
                return row;
            }
        }

        return raw;
    }

    private static RawCap? ReadCap(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Wrong(ref reader, path, "cap", "an object", errors);
            return null;
        }

        RawCap raw = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = reader.GetString()!;
            _ = reader.Read();
            switch (field)
            {
                case "attribute":
                    raw = raw with { Attribute = JsonFields.Text(ref reader, path, field, errors) };
                    break;
                case "most":
                    raw = raw with { Most = JsonFields.Whole(ref reader, path, field, errors) };
                    break;
                case "window":
                    raw = raw with { Window = JsonFields.Whole(ref reader, path, field, errors) };
                    break;
                default:
                    Refuse(ref reader, path, field, CapFields, errors);
                    break;
            }
        }

        return raw;
    }

    private static void Wrong(
        ref Utf8JsonReader reader, string path, string name, string expected, List<ValidationError> errors)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            errors.Add(new(
                path, "malformed", $"{name} must be {expected} but was {JsonFields.Describe(reader.TokenType)}."));
            reader.Skip();
        }
    }

    private static void Refuse(
        ref Utf8JsonReader reader, string path, string field, string known, List<ValidationError> errors)
    {
        const int shown = 64;
        string name = field.Length <= shown ? field : $"{field[..shown]}...";
        errors.Add(new($"{path}['{name}']", "unknown", $"'{name}' is not a field. The fields are {known}."));
        reader.Skip();
    }
}
