using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Personalization.Client.Api.Http;

/// <summary>Splits a raw request path into segments and percent-decodes each of them.</summary>
/// <remarks>
/// The server's decoding keeps <c>%2F</c>, which makes the ids <c>a/b</c> and <c>a%2Fb</c> equal, and resolves
/// <c>..</c>.
/// </remarks>
internal static class RawPath
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Splits a request target into decoded segments.</summary>
    /// <param name="target">The target of the request line, in origin form or absolute form.</param>
    /// <param name="segments">The segments after the leading slash. A trailing slash adds no segment.</param>
    /// <param name="problem">The problem when the result is false.</param>
    public static bool TryRead(
        string target, [NotNullWhen(true)] out string[]? segments, [NotNullWhen(false)] out string? problem)
    {
        segments = null;
        problem = null;
        string path = PathOf(target);
        string[] parts = path.Length == 0 ? [] : path.Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            if (Decode(parts[i]) is not { } decoded)
            {
                problem = $"Segment {i + 1} of the path is not percent-encoded UTF-8.";
                return false;
            }

            parts[i] = decoded;
        }

        segments = parts;
        return true;
    }

    /// <summary>Decodes <c>%XX</c> as UTF-8 and leaves <c>+</c> unchanged. Null when the text is invalid.</summary>
    public static string? Decode(string segment)
    {
        if (!segment.Contains('%', StringComparison.Ordinal))
        {
            return segment;
        }

        try
        {
            byte[] bytes = new byte[Strict.GetMaxByteCount(segment.Length)];
            int written = DecodeInto(segment, bytes);
            return written < 0 ? null : Strict.GetString(bytes, 0, written);
        }
        catch (ArgumentException)
        {
            return null; // invalid UTF-8, or a lone surrogate
        }
    }

    private static int DecodeInto(ReadOnlySpan<char> segment, byte[] bytes)
    {
        int written = 0;
        while (!segment.IsEmpty)
        {
            int plain = segment.IndexOf('%');
            plain = plain < 0 ? segment.Length : plain;
            written += Strict.GetBytes(segment[..plain], bytes.AsSpan(written));
            segment = segment[plain..];
            if (segment.IsEmpty)
            {
                break;
            }

            if (segment.Length < 3 || !char.IsAsciiHexDigit(segment[1]) || !char.IsAsciiHexDigit(segment[2]))
            {
                return -1;
            }

            bytes[written++] = Convert.FromHexString(segment[1..3])[0];
            segment = segment[3..];
        }

        return written;
    }

    private static string PathOf(string target)
    {
        int from = 0;
        int scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && target[0] != '/')
        {
            from = target.IndexOf('/', scheme + 3);
            from = from < 0 ? target.Length : from;
        }

        int to = target.IndexOfAny(['?', '#'], from);
        to = to < 0 ? target.Length : to;
        string path = target[from..to];
        path = path.StartsWith('/') ? path[1..] : path;
        return path.EndsWith('/') ? path[..^1] : path;
    }
}
