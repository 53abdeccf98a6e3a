using System.Text.Json;

namespace Personalization.Abstractions.EventLog;

/// <summary>Encodes log entries as UTF-8 JSON, the same on every backend.</summary>
/// <remarks>
/// The object's <c>kind</c> names the type of the entry. The sequence number is the row's key and is not part of the
/// JSON.
/// </remarks>
public static class LogEntryCodec
{
    /// <summary>Encodes an entry.</summary>
    public static byte[] Encode(LogEntry entry) =>
        JsonSerializer.SerializeToUtf8Bytes(entry, StorageJson.Default.LogEntry);

    /// <summary>Writes an entry to a JSON writer.</summary>
    public static void Encode(LogEntry entry, Utf8JsonWriter writer)
    {
        if (EventEntryJson.Writes(entry))
        {
            EventEntryJson.Write(writer, (EventEntry)entry);
        }
        else
        {
            JsonSerializer.Serialize(writer, entry, StorageJson.Default.LogEntry);
        }
    }

    /// <summary>Decodes an entry.</summary>
    /// <param name="sequence">The sequence number of the row.</param>
    /// <param name="utf8">The bytes that <see cref="Encode(LogEntry)"/> wrote, in this or any earlier version.</param>
    /// <exception cref="InvalidDataException">The bytes are not a log entry.</exception>
    public static LogEntry Decode(long sequence, ReadOnlySpan<byte> utf8)
    {
        if (EventEntryReader.TryRead(sequence, utf8) is { } read)
        {
            return read;
        }

        try
        {
            LogEntry entry = JsonSerializer.Deserialize(utf8, StorageJson.Default.LogEntry)
                ?? throw new InvalidDataException($"Log entry {sequence} is null.");
            return entry with { Sequence = sequence };
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            // The serializer throws NotSupportedException for an object without a kind.
            throw new InvalidDataException($"Log entry {sequence} cannot be read: {error.Message}", error);
        }
    }
}
