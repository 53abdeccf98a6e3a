using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Personalization.Abstractions.Recommendations;

/// <summary>Renders lists as JSON of the REST API.</summary>
public static class ListJson
{
    private const int BytesPerItem = 128;

    /// <summary>Keeps ids and titles in any script readable. The engine never puts the JSON into HTML.</summary>
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonEncodedText[] Levels =
    [.. Enum.GetValues<FallbackLevel>().Select(level => Encode(level.ToString()))];
    private static readonly JsonEncodedText[] Kinds =
    [.. Enum.GetValues<ReasonKind>().Select(kind => Encode(kind.ToString()))];

    /// <summary>Gets the JSON name of a fallback level.</summary>
    public static JsonEncodedText NameOf(FallbackLevel level) => Levels[(int)level];

    /// <summary>Renders the part that all answers with the list have in common.</summary>
    /// <param name="list">The list.</param>
    /// <param name="words">Gets the texts of an item; null for a list without explanations.</param>
    public static RenderedList Render(RecommendationList list, Func<RecommendedItem, ItemWords>? words = null)
    {
        ArrayBufferWriter<byte> buffer = new(BytesPerItem * (2 + list.Items.Length));
        using Utf8JsonWriter writer = new(buffer, Options);
        WriteItems(writer, list, words);
        writer.Flush();
        byte[] items = buffer.WrittenSpan.ToArray();
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        WriteIfAny(writer, "modelVersion"u8, list.ModelVersion);
        writer.WriteNumber("profileVersion"u8, list.ProfileVersion);
        WriteIfAny(writer, "arm"u8, list.Arm);
        WriteIfAny(writer, "cursor"u8, list.Next?.ToString());
        writer.WriteEndObject();
        writer.Flush();
        return new RenderedList(items, buffer.WrittenSpan[1..^1].ToArray());
    }

    private static void WriteItems(
        Utf8JsonWriter writer, RecommendationList list, Func<RecommendedItem, ItemWords>? words)
    {
        writer.WriteStartArray();
        foreach (ref readonly RecommendedItem item in list.Items.AsSpan())
        {
            WriteItem(writer, in item, words?.Invoke(item));
        }

        writer.WriteEndArray();
    }

    private static void WriteItem(Utf8JsonWriter writer, in RecommendedItem item, ItemWords? words)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, item.ItemId.Value);
        WriteIfAny(writer, "title"u8, words?.Title);
        writer.WriteNumber("score"u8, double.IsFinite(item.Score) ? item.Score : 0);
        if (item.Propensity is { } propensity)
        {
            writer.WriteNumber("propensity"u8, propensity);
        }

        writer.WriteStartObject("reason"u8);
        writer.WriteString("kind"u8, Kinds[(int)item.Reason.Kind]);
        WriteIfAny(writer, "evidence"u8, item.Reason.Evidence);
        WriteIfAny(writer, "text"u8, words?.Reason);
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

    private static JsonEncodedText Encode(string name) =>
        JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(name));
}
