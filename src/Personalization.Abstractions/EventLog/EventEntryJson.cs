using System.Text.Json;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.EventLog;

/// <summary>
/// Writes the entry that nearly all are, an event, by hand: to the byte what the serializer writes (a test holds them against each other), at a part of its cost, since that chooses the kind of
/// an entry and the converter of each member anew at every entry.
/// </summary>
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

    /// <summary>Whether an entry is one that is written by hand: an event that changes no statistics.</summary>
    public static bool Writes(LogEntry entry) => entry is EventEntry { Tallies: null };

    /// <summary>Writes an entry of which <see cref="Writes"/> is true.</summary>
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

    private static void WriteEvent(Utf8JsonWriter writer, UserEvent done)
    {
        writer.WriteStartObject();
        writer.WriteString(EventId, done.EventId);
        writer.WriteString(UserId, done.UserId.Value);
        writer.WriteString(Type, done.Type);
        writer.WriteString(ItemId, done.ItemId.Value);
        writer.WriteString(OccurredAt, done.OccurredAt);
        if (done.Value is { } value)
        {
            writer.WriteNumber(Value, value);
        }

        WriteIfKnown(writer, Placement, done.Placement);
        WriteIfKnown(writer, RecommendationId, done.RecommendationId);
        writer.WriteStartObject(Properties);
        foreach ((string name, string said) in done.Properties)
        {
            writer.WriteString(name, said);
        }

        writer.WriteEndObject();
        WriteIfKnown(writer, Source, done.Source);
        writer.WriteEndObject();
    }

    private static void WriteIfKnown(Utf8JsonWriter writer, JsonEncodedText name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
