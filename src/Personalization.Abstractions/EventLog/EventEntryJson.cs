using System.Text.Json;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.EventLog;

/// <summary>Writes event entries as JSON without reflection or metadata.</summary>
/// <remarks>
/// Nearly all entries are events. The bytes equal those of the serializer, which a test verifies, at a part of its
/// cost: the serializer selects the entry's kind and the converter of each member for every entry.
/// </remarks>
internal static class EventEntryJson
{
    private static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
    private static readonly JsonEncodedText EventKind = JsonEncodedText.Encode("event");
    private static readonly JsonEncodedText FirstReceivedAt = JsonEncodedText.Encode("firstReceivedAt");
    private static readonly JsonEncodedText ReceivedAt = JsonEncodedText.Encode("receivedAt");
    private static readonly JsonEncodedText EventId = JsonEncodedText.Encode("eventId");
    private static readonly JsonEncodedText UserId = JsonEncodedText.Encode("userId");
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText ItemId = JsonEncodedText.Encode("itemId");
    private static readonly JsonEncodedText OccurredAt = JsonEncodedText.Encode("occurredAt");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText Placement = JsonEncodedText.Encode("placement");
    private static readonly JsonEncodedText RecommendationId = JsonEncodedText.Encode("recommendationId");
    private static readonly JsonEncodedText Properties = JsonEncodedText.Encode("properties");
    private static readonly JsonEncodedText Source = JsonEncodedText.Encode("source");

    /// <summary>Gets whether this class can write an entry: an event that changes no statistics.</summary>
    public static bool Writes(LogEntry entry) => entry is EventEntry { Tallies: null };

    /// <summary>Writes an entry for which <see cref="Writes"/> is true.</summary>
    public static void Write(Utf8JsonWriter writer, EventEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString(Kind, EventKind);
        writer.WritePropertyName(EventKind);
        WriteEvent(writer, entry.Event);
        if (entry.FirstReceivedAt is { } first)
        {
            writer.WriteString(FirstReceivedAt, first);
        }

        writer.WriteString(ReceivedAt, entry.ReceivedAt);
        writer.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter writer, UserEvent userEvent)
    {
        writer.WriteStartObject();
        writer.WriteString(EventId, userEvent.EventId);
        writer.WriteString(UserId, userEvent.UserId.Value);
        writer.WriteString(Type, userEvent.Type);
        writer.WriteString(ItemId, userEvent.ItemId.Value);
        writer.WriteString(OccurredAt, userEvent.OccurredAt);
        if (userEvent.Value is { } value)
        {
            writer.WriteNumber(Value, value);
        }

        WriteIfNotNull(writer, Placement, userEvent.Placement);
        WriteIfNotNull(writer, RecommendationId, userEvent.RecommendationId);
        writer.WriteStartObject(Properties);
        foreach ((string name, string text) in userEvent.Properties)
        {
            writer.WriteString(name, text);
        }

        writer.WriteEndObject();
        WriteIfNotNull(writer, Source, userEvent.Source);
        writer.WriteEndObject();
    }

    private static void WriteIfNotNull(Utf8JsonWriter writer, JsonEncodedText name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
