using System.Globalization;
using System.Text.Json;

namespace Personalization.Import;

/// <summary>Turns a row of CSV into a line of the API.</summary>
internal static class CsvRow
{
    private const char Separator = '|';

    /// <summary>Unix seconds of the year 5138. Greater values are milliseconds.</summary>
    private const long LargestSeconds = 100_000_000_000;

    /// <summary>Reads a row. An empty field is a missing one.</summary>
    /// <param name="kind">The kind of the file.</param>
    /// <param name="number">The number of the line.</param>
    /// <param name="line">The text of the line.</param>
    /// <param name="texts">The fields.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="types">Event types of the engine by the types of the file; others stay.</param>
    public static ImportLine Read(
        ImportKind kind,
        long number,
        string line,
        string[] texts,
        CsvColumns columns,
        IReadOnlyDictionary<string, string> types)
    {
        if (texts.Length < columns.Width)
        {
            return ImportLine.Reject(number, $"must have {columns.Width} fields but had {texts.Length}");
        }

        List<string> problems = [];
        string? user = null;
        string? id = null;
        byte[] json = EventLine.Json(writer =>
        {
            string? parent = null;
            foreach ((int column, CsvField field) in columns.Fields)
            {
                string text = texts[column];
                text = field is { Name: "type", Parent: null } ? types.GetValueOrDefault(text, text) : text;
                if (text.Length == 0)
                {
                    continue;
                }

                user = field is { Name: "userId", Parent: null } ? text : user;
                id = field is { Name: "eventId" or "id", Parent: null } ? text : id;
                if (field.Parent is not null && parent is null)
                {
                    writer.WriteStartObject(parent = field.Parent);
                }

                Write(writer, field, text, problems);
            }

            if (parent is not null)
            {
                writer.WriteEndObject();
            }

            if (kind == ImportKind.Events && id is null)
            {
                id = EventLine.IdOf("csv", number, line);
                writer.WriteString("eventId"u8, id);
            }
        });
        return problems.Count > 0
            ? ImportLine.Reject(number, string.Join(' ', problems))
            : new ImportLine(number, user ?? string.Empty, id ?? string.Empty, json, null);
    }

    private static void Write(Utf8JsonWriter writer, CsvField field, string text, List<string> problems)
    {
        switch (field.Value)
        {
            case CsvValue.Number when decimal.TryParse(
                text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number):
                writer.WriteNumber(field.Name, number);
                break;
            case CsvValue.Flag when text is "true" or "false" or "1" or "0":
                writer.WriteBoolean(field.Name, text is "true" or "1");
                break;
            case CsvValue.Time when TimeOf(text) is { } time:
                writer.WriteString(field.Name, time);
                break;
            case CsvValue.List:
                writer.WriteStartArray(field.Name);
                foreach (string part in text.Split(Separator, StringSplitOptions.TrimEntries))
                {
                    writer.WriteStringValue(part);
                }

                writer.WriteEndArray();
                break;
            case CsvValue.Object when IsObject(text):
                writer.WritePropertyName(field.Name);
                writer.WriteRawValue(text);
                break;
            case CsvValue.Text:
                writer.WriteString(field.Name, text);
                break;
            default:
                problems.Add($"{field.Name} must be {MeaningOf(field.Value)} but was '{text}'.");
                break;
        }
    }

    private static string MeaningOf(CsvValue value) => value switch
    {
        CsvValue.Number => "a number such as 12.5",
        CsvValue.Flag => "true or false",
        CsvValue.Time => "an ISO 8601 time, Unix seconds or Unix milliseconds",
        _ => "a JSON object",
    };

    private static DateTimeOffset? TimeOf(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long stamp))
        {
            return stamp > LargestSeconds * 1000 ? null
                : stamp > LargestSeconds ? DateTimeOffset.FromUnixTimeMilliseconds(stamp)
                : DateTimeOffset.FromUnixTimeSeconds(stamp);
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
    }

    private static bool IsObject(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
