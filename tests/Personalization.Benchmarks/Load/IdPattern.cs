using System.Buffers;
using System.Buffers.Text;

namespace Personalization.Benchmarks.Load;

/// <summary>
/// Makes ids of numbers: <c>u#</c> gives u7, <c>p-####</c> gives p-0007. Only characters that JSON and a path take as
/// they are.
/// </summary>
internal sealed class IdPattern
{
    private readonly byte[] _before;
    private readonly byte[] _after;
    private readonly StandardFormat _format;
    private readonly string _text;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It has no single row of #, or other characters than letters, digits, - . _ and
    /// ~.</exception>
    public IdPattern(string pattern)
    {
        int from = pattern.IndexOf('#', StringComparison.Ordinal);
        int to = pattern.LastIndexOf('#') + 1;
        if (from < 0 || pattern[from..to].Any(c => c != '#') || !(pattern[..from] + pattern[to..]).All(
            c => char.IsAsciiLetterOrDigit(c) || "-._~".Contains(c, StringComparison.Ordinal)))
        {
            throw new FormatException($"'{pattern}' is no pattern of ids: it must have one row of # for the number, "
                + $"and beside it only letters, digits, - . _ and ~.");
        }

        _text = pattern;
        _before = System.Text.Encoding.ASCII.GetBytes(pattern[..from]);
        _after = System.Text.Encoding.ASCII.GetBytes(pattern[to..]);
        _format = new StandardFormat('D', (byte)(to - from));
    }

    /// <summary>Writes the id of a number.</summary>
    /// <returns>The rest of the buffer.</returns>
    public Span<byte> Write(Span<byte> buffer, long number)
    {
        _before.CopyTo(buffer);
        _ = Utf8Formatter.TryFormat(number, buffer[_before.Length..], out int written, _format);
        Span<byte> rest = buffer[(_before.Length + written)..];
        _after.CopyTo(rest);
        return rest[_after.Length..];
    }

    /// <summary>The id of a number.</summary>
    public string Of(long number)
    {
        Span<byte> buffer = stackalloc byte[_before.Length + _after.Length + 32];
        return System.Text.Encoding.ASCII.GetString(buffer[..^Write(buffer, number).Length]);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
