using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Personalization.Import;

/// <summary>Creates events from input lines.</summary>
internal static class EventLine
{
    private const int IdDigits = 16;

    /// <summary>Keeps texts of any script readable and short.</summary>
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Creates an event whose id depends only on the line's text and number.</summary>
    /// <remarks>
    /// A second import of the file, under any name, gives equal ids, so the engine reports duplicates. Two equal lines
    /// of one file are two events.
    /// </remarks>
    public static ImportLine Make(
        string format,
        long number,
        string line,
        string user,
        string type,
        string item,
        DateTimeOffset at,
        double? value = null)
    {
        string id = IdOf(format, number, line);
        return new ImportLine(number, user, id, Json(writer =>
        {
            writer.WriteString("eventId"u8, id);
            writer.WriteString("userId"u8, user);
            writer.WriteString("type"u8, type);
            writer.WriteString("itemId"u8, item);
            writer.WriteString("occurredAt"u8, at);
            if (value is { } amount)
            {
                writer.WriteNumber("value"u8, amount);
            }
        }), null);
    }

    /// <summary>Returns the event id of a line.</summary>
    public static string IdOf(string format, long number, string line)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(line));
        return string.Create(
            CultureInfo.InvariantCulture, $"{format}-{number}-{Convert.ToHexStringLower(hash)[..IdDigits]}");
    }

    /// <summary>Writes one JSON object.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, Options);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
