using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Personalization.Abstractions.Recommendations;

/// <summary>Renders a list as the REST contract has it.</summary>
public static class ListJson
{
    private const int BytesPerItem = 128;

    /// <summary>Ids and titles in any script stay readable; the answers are never put into HTML unescaped by us.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonEncodedText[] Levels = [.. Enum.GetValues<FallbackLevel>().Select(level => Encode(level.ToString()))];
    private static readonly JsonEncodedText[] Kinds = [.. Enum.GetValues<ReasonKind>().Select(kind => Encode(kind.ToString()))];

    /// <summary>The name of a level in JSON.</summary>
    public static JsonEncodedText NameOf(FallbackLevel level) => Levels[(int)level];

    /// <summary>Renders what the list's answers have in common.</summary>
    /// <param name="list">The list.</param>
    /// <param name="words">What a person reads of each item; null for a list that is not explained.</param>
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

    private static void WriteItems(Utf8JsonWriter writer, RecommendationList list, Func<RecommendedItem, ItemWords>? words)
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

    private static JsonEncodedText Encode(string name) => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(name));
}
