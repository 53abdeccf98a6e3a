using System.Text.Json;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Pages;

/// <summary>Writes a page response.</summary>
internal static class PageWriter
{
    /// <summary>Sends a page with status 200.</summary>
    /// <param name="context">The request.</param>
    /// <param name="page">The page.</param>
    /// <param name="rows">The rendered rows, in the order of the page.</param>
    /// <param name="now">The current time, for the age of the rows.</param>
    public static Task WriteAsync(
        HttpContext context, PageAnswer page, IReadOnlyList<ServedList> rows, DateTimeOffset now) =>
        JsonResponse.WriteAsync(context, StatusCodes.Status200OK, (page, rows, now), static (writer, answer) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("rows"u8);
            for (int i = 0; i < answer.page.Rows.Length; i++)
            {
                WriteRow(writer, answer.page.Rows[i], answer.rows[i], answer.now);
            }

            writer.WriteEndArray();
            writer.WriteNumber("profileVersion"u8, answer.page.ProfileVersion);
            WriteIfAny(writer, "modelVersion"u8, answer.page.ModelVersion);
            writer.WriteString("fallbackLevel"u8, ListJson.NameOf(answer.page.FallbackLevel));
            writer.WriteEndObject();
        });

    private static void WriteRow(Utf8JsonWriter writer, PageRow row, ServedList list, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, row.Id);
        writer.WriteString("source"u8, RowReader.NameOf(row.Source));
        writer.WriteString("title"u8, row.Title);
        WriteIfAny(writer, "evidence"u8, row.Evidence);
        writer.WriteString("recommendationId"u8, list.RecommendationId);
        writer.WritePropertyName("items"u8);
        writer.WriteRawValue(list.Rendered.Items, skipInputValidation: true);
        writer.WriteString("fallbackLevel"u8, ListJson.NameOf(list.FallbackLevel));
        WriteIfAny(writer, "fallbackReason"u8, list.FallbackReason);
        writer.WriteNumber("ageMs"u8, Math.Max(0, (long)(now - list.RankedAt).TotalMilliseconds));
        WriteIfAny(writer, "modelVersion"u8, row.List.ModelVersion);
        writer.WriteNumber("profileVersion"u8, row.List.ProfileVersion);
        WriteIfAny(writer, "arm"u8, row.List.Arm);
        WriteIfAny(writer, "cursor"u8, row.List.Next?.ToString());
        writer.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
