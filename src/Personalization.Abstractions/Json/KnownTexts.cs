using System.Text.Json;

namespace Personalization.Abstractions.Json;

/// <summary>
/// Texts that occur in many JSON values, for example event types and item ids. Equal values share one string.
/// </summary>
/// <remarks>
/// Each text has one place of a fixed table; another text of the place replaces it. Memory is bounded for any input.
/// Safe for concurrent use, because a place holds an immutable string.
/// </remarks>
internal static class KnownTexts
{
    /// <summary>The longest text that is kept, bytes of UTF-8.</summary>
    private const int MaxBytes = 48;

    private const int Places = 1 << 13;

    private static readonly string?[] Texts = new string?[Places];

    /// <summary>Reads the string on which the reader stands.</summary>
    /// <exception cref="InvalidOperationException">The text is not valid Unicode.</exception>
    public static string Read(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > MaxBytes)
        {
            return reader.GetString()!;
        }

        ref string? place = ref Texts[PlaceOf(reader.ValueSpan)];
        if (place is { } known && reader.ValueTextEquals(known))
        {
            return known;
        }

        string read = reader.GetString()!;
        place = read;
        return read;
    }

    /// <summary>FNV-1a.</summary>
    private static uint PlaceOf(ReadOnlySpan<byte> utf8)
    {
        uint hash = 2_166_136_261;
        foreach (byte one in utf8)
        {
            hash = (hash ^ one) * 16_777_619;
        }

        return (hash ^ (hash >> 16)) % Places;
    }
}
