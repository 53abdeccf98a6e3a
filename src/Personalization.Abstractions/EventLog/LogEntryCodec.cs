using System.Text.Json;

namespace Personalization.Abstractions.EventLog;

/// <summary>The log's one format on every backend: UTF-8 JSON, an object whose <c>kind</c> says which entry it is. The sequence number is the row's key and not in it.</summary>
public static class LogEntryCodec
{
    /// <summary>Writes an entry.</summary>
    public static byte[] Encode(LogEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, StorageJson.Default.LogEntry);

    /// <summary>Writes an entry into a buffer.</summary>
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

    /// <summary>Reads an entry.</summary>
    /// <param name="sequence">The sequence number of the row.</param>
    /// <param name="utf8">What <see cref="Encode(LogEntry)"/> wrote, today or in any version before.</param>
    /// <exception cref="InvalidDataException">The bytes are not an entry.</exception>
    public static LogEntry Decode(long sequence, ReadOnlySpan<byte> utf8)
    {
        try
        {
            LogEntry entry = JsonSerializer.Deserialize(utf8, StorageJson.Default.LogEntry)
                ?? throw new InvalidDataException($"Log entry {sequence} is null.");
            return entry with { Sequence = sequence };
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            // Not supported is what the serializer calls an object without its kind.
            throw new InvalidDataException($"Log entry {sequence} is not readable: {error.Message}", error);
        }
    }
}
