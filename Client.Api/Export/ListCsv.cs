using System.Buffers;
using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Export;

/// <summary>Lists as CSV: one line for each user, with columns for the id and the fields of each position.</summary>
internal static class ListCsv
{
    private const string AttributePrefix = "attributes.";
    private const char Separator = '|';

    /// <summary>Writes the names of the columns.</summary>
    public static void WriteHeader(IBufferWriter<byte> buffer, ListExport export)
    {
        CsvLine line = new CsvLine(buffer)
            .Add("userId").Add("recommendationId").Add("fallbackLevel").Add("fallbackReason");
        for (int position = 1; position <= export.Query.Count; position++)
        {
            line = line.Add($"item{position}");
            foreach (string field in export.FieldNames)
            {
                line = line.Add($"item{position}.{field}");
            }
        }

        line.End();
    }

    /// <summary>Writes the line of a user.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="export">The request.</param>
    /// <param name="user">The user.</param>
    /// <param name="list">The list; null when there is none.</param>
    /// <param name="items">The items as JSON.</param>
    public static void WriteLine(
        IBufferWriter<byte> buffer, ListExport export, UserId user, RecommendationList? list, byte[] items)
    {
        using JsonDocument shown = JsonDocument.Parse(items);
        CsvLine line = new CsvLine(buffer)
            .Add(user.Value)
            .Add(list?.RecommendationId)
            .Add(ListJson.NameOf(list?.FallbackLevel ?? FallbackLevel.Static).Value)
            .Add(ListExporter.ReasonOf(list));
        int missing = export.Query.Count;
        foreach (JsonElement item in shown.RootElement.EnumerateArray())
        {
            line = line.Add(item.GetProperty("id").GetString());
            JsonElement? fields = item.TryGetProperty("item", out JsonElement some) ? some : null;
            foreach (string field in export.FieldNames)
            {
                line = line.Add(TextOf(fields, field));
            }

            missing--;
        }

        for (int i = 0; i < missing * (1 + export.FieldNames.Length); i++)
        {
            line = line.Add(default(string));
        }

        line.End();
    }

    private static string? TextOf(JsonElement? fields, string field)
    {
        if (field.StartsWith(AttributePrefix, StringComparison.Ordinal))
        {
            return fields?.TryGetProperty("attributes", out JsonElement attributes) == true
                ? TextOf(attributes, field[AttributePrefix.Length..])
                : null;
        }

        return fields?.TryGetProperty(field, out JsonElement value) != true ? null : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Array => string.Join(Separator, value.EnumerateArray().Select(one => one.ToString())),
            _ => value.GetRawText(),
        };
    }
}
