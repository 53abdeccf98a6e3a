using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Events;

namespace Personalization.Client.Api.Import;

/// <summary>Creates events from input lines.</summary>
internal static class ImportEvent
{
    private const int IdDigits = 16;

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
        RawEvent raw =
            new() { EventId = id, UserId = user, Type = type, ItemId = item, OccurredAt = at, Value = value };
        return new ImportLine(
            number, user, id, JsonSerializer.SerializeToUtf8Bytes(raw, EventJson.Default.RawEvent), null);
    }

    /// <summary>Returns the event id of a line.</summary>
    public static string IdOf(string format, long number, string line)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(line));
        return string.Create(
            CultureInfo.InvariantCulture, $"{format}-{number}-{Convert.ToHexStringLower(hash)[..IdDigits]}");
    }
}
