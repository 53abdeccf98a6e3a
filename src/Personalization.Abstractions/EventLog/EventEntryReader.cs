using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;

namespace Personalization.Abstractions.EventLog;

/// <summary>Reads the event entries that <see cref="EventEntryJson"/> writes, without reflection or metadata.</summary>
/// <remarks>
/// Followers of the log read every event again. The serializer allocates about 800 bytes for each besides the entry.
/// This class reads one exact form and leaves everything else to the serializer, also errors.
/// </remarks>
internal static class EventEntryReader
{
    /// <summary>Reads an entry.</summary>
    /// <param name="sequence">The sequence number of the row.</param>
    /// <param name="utf8">The stored bytes.</param>
    /// <returns>The entry; null when the bytes have another form.</returns>
    public static EventEntry? TryRead(long sequence, ReadOnlySpan<byte> utf8)
    {
        try
        {
            Utf8JsonReader reader = new(utf8);
            return ReadEntry(ref reader, sequence);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null; // the serializer names the error
        }
    }

    private static EventEntry? ReadEntry(ref Utf8JsonReader reader, long sequence)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
            || !IsNext(ref reader, "kind"u8) || !reader.Read() || !reader.ValueTextEquals("event"u8)
            || !IsNext(ref reader, "event"u8) || ReadEvent(ref reader) is not { } read)
        {
            return null;
        }

        DateTimeOffset? first = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return null;
        }

        if (reader.ValueTextEquals("firstReceivedAt"u8))
        {
            if (!TryTime(ref reader, out DateTimeOffset at) || !reader.Read())
            {
                return null;
            }

            first = at;
        }

        return reader.TokenType == JsonTokenType.PropertyName
            && reader.ValueTextEquals("receivedAt"u8)
            && TryTime(ref reader, out DateTimeOffset received)
            && reader.Read()
            && reader.TokenType == JsonTokenType.EndObject
            && !reader.Read()
                ? new EventEntry { Sequence = sequence, ReceivedAt = received, Event = read, FirstReceivedAt = first }
                : null;
    }

    private static UserEvent? ReadEvent(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
            || !TryText(ref reader, "eventId"u8, out string? id)
            || !TryText(ref reader, "userId"u8, out string? userId)
            || !TryKnown(ref reader, "type"u8, out string? type)
            || !TryKnown(ref reader, "itemId"u8, out string? itemId)
            || !IsNext(ref reader, "occurredAt"u8) || !TryTime(ref reader, out DateTimeOffset occurredAt)
            || UserId.TryCreate(userId, out UserId user) is not null
            || ItemId.TryCreate(itemId, out ItemId item) is not null)
        {
            return null;
        }

        double? value = null;
        string? placement = null;
        string? list = null;
        string? source = null;
        ImmutableDictionary<string, string>? properties = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isRead = reader.ValueTextEquals("value"u8) ? value is null && TryNumber(ref reader, out value)
                : reader.ValueTextEquals("placement"u8) ? placement is null && TryKnown(ref reader, out placement)
                : reader.ValueTextEquals("recommendationId"u8) ? list is null && TryText(ref reader, out list)
                : reader.ValueTextEquals("properties"u8)
                    ? properties is null && TryProperties(ref reader, out properties)
                : reader.ValueTextEquals("source"u8) && source is null && TryKnown(ref reader, out source);
            if (!isRead)
            {
                return null;
            }
        }

        return properties is null ? null : new UserEvent
        {
            EventId = id!,
            UserId = user,
            Type = type!,
            ItemId = item,
            OccurredAt = occurredAt,
            Value = value,
            Placement = placement,
            RecommendationId = list,
            Properties = properties,
            Source = source,
        };
    }

    private static bool IsNext(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name);

    private static bool TryText(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, out string? text)
    {
        text = null;
        return IsNext(ref reader, name) && TryText(ref reader, out text);
    }

    private static bool TryText(ref Utf8JsonReader reader, out string? text)
    {
        text = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is not null;
    }

    private static bool TryKnown(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, out string? text)
    {
        text = null;
        return IsNext(ref reader, name) && TryKnown(ref reader, out text);
    }

    private static bool TryKnown(ref Utf8JsonReader reader, out string? text)
    {
        text = reader.Read() && reader.TokenType == JsonTokenType.String ? KnownTexts.Read(ref reader) : null;
        return text is not null;
    }

    private static bool TryTime(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        time = default;
        return reader.Read()
            && reader.TokenType == JsonTokenType.String
            && reader.TryGetDateTimeOffset(out time);
    }

    private static bool TryNumber(ref Utf8JsonReader reader, out double? number)
    {
        number = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double read)
            ? read
            : null;
        return number is not null;
    }

    private static bool TryProperties(ref Utf8JsonReader reader, out ImmutableDictionary<string, string>? properties)
    {
        properties = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        ImmutableDictionary<string, string>.Builder? some = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = KnownTexts.Read(ref reader);
            if (!TryText(ref reader, out string? text))
            {
                return false;
            }

            some ??= ImmutableDictionary.CreateBuilder<string, string>();
            some[name] = text!;
        }

        properties = some?.ToImmutable() ?? ImmutableDictionary<string, string>.Empty;
        return true;
    }
}
