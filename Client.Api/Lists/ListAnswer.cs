using System.Buffers;
using System.Text.Json;
using Personalization.Abstractions.Lists;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Lists;

/// <summary>Writes a list straight into the response: no object is made of what is only written once.</summary>
internal static class ListAnswer
{
    private static readonly JsonEncodedText[] Rungs = [.. Enum.GetValues<Rung>().Select(rung => Encode(rung.ToString()))];
    private static readonly JsonEncodedText[] Kinds = [.. Enum.GetValues<ReasonKind>().Select(kind => Encode(kind.ToString()))];

    /// <summary>Answers 200 with a list.</summary>
    /// <param name="context">The request.</param>
    /// <param name="list">The list.</param>
    /// <param name="now">The present time, for the list's age.</param>
    /// <param name="titles">Titles by item id when the reasons are to be explained; null when not.</param>
    public static Task WriteAsync(HttpContext context, RecommendationList list, DateTimeOffset now, IReadOnlyDictionary<string, string>? titles = null) =>
        JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (list, now, titles), static (writer, state) => Write(writer, state.list, state.now, state.titles));

    private static void Write(Utf8JsonWriter writer, RecommendationList list, DateTimeOffset now, IReadOnlyDictionary<string, string>? titles)
    {
        writer.WriteStartObject();
        writer.WriteString("recommendationId"u8, list.RecommendationId);
        WriteItems(writer, list, titles);
        writer.WriteString("rung"u8, Rungs[(int)list.Rung]);
        WriteIfAny(writer, "rungReason"u8, list.RungReason);
        writer.WriteNumber("ageMs"u8, Math.Max(0, (long)(now - list.RankedAt).TotalMilliseconds));
        WriteIfAny(writer, "modelVersion"u8, list.ModelVersion);
        writer.WriteNumber("profileVersion"u8, list.ProfileVersion);
        WriteIfAny(writer, "arm"u8, list.Arm);
        WriteIfAny(writer, "cursor"u8, list.Next?.ToString());
        writer.WriteEndObject();
    }

    /// <summary>Writes the items, from the bytes an earlier answer with the same items left when there are any.</summary>
    private static void WriteItems(Utf8JsonWriter writer, RecommendationList list, IReadOnlyDictionary<string, string>? titles)
    {
        writer.WritePropertyName("items"u8);
        if (titles is not null || list.Rendering is not { } rendering)
        {
            WriteArray(writer, list, titles);
            return;
        }

        writer.WriteRawValue(rendering.Utf8 ??= Render(list), skipInputValidation: true);
    }

    private static byte[] Render(RecommendationList list)
    {
        ArrayBufferWriter<byte> buffer = new(128 * Math.Max(1, list.Items.Length));
        using Utf8JsonWriter writer = new(buffer, JsonAnswer.Options);
        WriteArray(writer, list, null);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteArray(Utf8JsonWriter writer, RecommendationList list, IReadOnlyDictionary<string, string>? titles)
    {
        writer.WriteStartArray();
        foreach (ref readonly RecommendedItem item in list.Items.AsSpan())
        {
            WriteItem(writer, in item, titles);
        }

        writer.WriteEndArray();
    }

    private static void WriteItem(Utf8JsonWriter writer, in RecommendedItem item, IReadOnlyDictionary<string, string>? titles)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, item.ItemId.Value);
        if (titles is not null && titles.TryGetValue(item.ItemId.Value, out string? title))
        {
            writer.WriteString("title"u8, title);
        }

        writer.WriteNumber("score"u8, double.IsFinite(item.Score) ? item.Score : 0);
        writer.WriteStartObject("reason"u8);
        writer.WriteString("kind"u8, Kinds[(int)item.Reason.Kind]);
        WriteIfAny(writer, "evidence"u8, item.Reason.Evidence);
        if (titles is not null)
        {
            writer.WriteString("text"u8, ReasonText.Of(item.Reason, titles));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static JsonEncodedText Encode(string name) => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(name));
}
