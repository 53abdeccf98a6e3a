using System.Buffers;
using System.Buffers.Text;

namespace Personalization.Benchmarks.Load;

/// <summary>
/// Formats numbers as ids: <c>u#</c> gives u7, <c>p-####</c> gives p-0007. It allows only characters that need no
/// escape in JSON and in a path.
/// </summary>
internal sealed class IdPattern
{
    private readonly byte[] _before;
    private readonly byte[] _after;
    private readonly StandardFormat _format;
    private readonly string _text;

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="FormatException">The pattern does not have exactly one run of #, or has characters other than
    /// letters, digits, - . _ and ~.</exception>
    public IdPattern(string pattern)
    {
        int from = pattern.IndexOf('#', StringComparison.Ordinal);
        int to = pattern.LastIndexOf('#') + 1;
        if (from < 0 || pattern[from..to].Any(c => c != '#') || !(pattern[..from] + pattern[to..]).All(
            c => char.IsAsciiLetterOrDigit(c) || "-._~".Contains(c, StringComparison.Ordinal)))
        {
            throw new FormatException($"'{pattern}' is not an id pattern: it must have one run of # for the number, "
                + $"and otherwise only letters, digits, - . _ and ~.");
        }

        _text = pattern;
        _before = System.Text.Encoding.ASCII.GetBytes(pattern[..from]);
        _after = System.Text.Encoding.ASCII.GetBytes(pattern[to..]);
        _format = new StandardFormat('D', (byte)(to - from));
    }

    /// <summary>Writes the id of a number into a buffer.</summary>
    /// <returns>The rest of the buffer.</returns>
    public Span<byte> Write(Span<byte> buffer, long number)
    {
        _before.CopyTo(buffer);
        _ = Utf8Formatter.TryFormat(number, buffer[_before.Length..], out int written, _format);
        Span<byte> rest = buffer[(_before.Length + written)..];
        _after.CopyTo(rest);
        return rest[_after.Length..];
    }

    /// <summary>Gets the id of a number.</summary>
    public string Of(long number)
    {
        Span<byte> buffer = stackalloc byte[_before.Length + _after.Length + 32];
        return System.Text.Encoding.ASCII.GetString(buffer[..^Write(buffer, number).Length]);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
