using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Events;

namespace Personalization.Client.Api.Import;

/// <summary>Makes events of what a line says.</summary>
internal static class ImportEvent
{
    private const int IdDigits = 16;

    /// <summary>
    /// An event whose id follows from the line's text and number alone: the same file imported again, also under
    /// another name, makes the same ids, and the engine finds them all to be duplicates. Two equal lines of one file
    /// are two events.
    /// </summary>
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
        RawEvent made =
            new() { EventId = id, UserId = user, Type = type, ItemId = item, OccurredAt = at, Value = value };
        return new ImportLine(
            number, user, id, JsonSerializer.SerializeToUtf8Bytes(made, EventJson.Default.RawEvent), null);
    }

    /// <summary>The id of a line's event.</summary>
    public static string IdOf(string format, long number, string line)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(line));
        return string.Create(
            CultureInfo.InvariantCulture, $"{format}-{number}-{Convert.ToHexStringLower(hash)[..IdDigits]}");
    }
}
