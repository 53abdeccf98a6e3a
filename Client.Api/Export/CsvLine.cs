using System.Buffers;
using System.Globalization;
using System.Text;

namespace Personalization.Client.Api.Export;

/// <summary>Writes one line of CSV (RFC 4180). A null is an empty field.</summary>
/// <remarks>The library Sep writes to text writers only, which would need a second buffer for each export.</remarks>
internal ref struct CsvLine(IBufferWriter<byte> buffer)
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    private bool _hasField;

    /// <summary>Adds a text.</summary>
    public CsvLine Add(string? text)
    {
        if (_hasField)
        {
            buffer.Write(","u8);
        }

        _hasField = true;
        if (text is not null)
        {
            string shown = text.AsSpan().ContainsAny(Special)
                ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
                : text;
            _ = Encoding.UTF8.GetBytes(shown, buffer);
        }

        return this;
    }

    /// <summary>Adds a number, a time or a flag.</summary>
    public CsvLine Add<T>(T? value, string? format = null)
        where T : struct, IFormattable => Add(value?.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>Adds <c>true</c> or <c>false</c>.</summary>
    public CsvLine Add(bool value) => Add(value ? "true" : "false");

    /// <summary>Adds a time, ISO 8601.</summary>
    public CsvLine Add(DateTimeOffset? value) => Add(value, "O");

    /// <summary>Ends the line.</summary>
    public readonly void End() => buffer.Write("\r\n"u8);
}
