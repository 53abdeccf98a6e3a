using System.Buffers.Text;

namespace Personalization.Benchmarks.Load;

/// <summary>Finds the end of an HTTP/1.1 response with as little work as can be; nothing is pipelined, so the end is the end of the buffer.</summary>
internal static class ResponseScanner
{
    /// <summary>Whether the bytes hold a whole response.</summary>
    /// <param name="received">All bytes since the request was sent.</param>
    /// <param name="status">The status code.</param>
    /// <param name="body">The body; of a chunked one the chunks with their sizes.</param>
    public static bool TryRead(ReadOnlySpan<byte> received, out int status, out ReadOnlySpan<byte> body)
    {
        status = 0;
        body = default;
        int end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> head = received[..end];
        body = received[(end + 4)..];
        _ = Utf8Parser.TryParse(head.Slice(9, 3), out status, out _);
        int at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            _ = Utf8Parser.TryParse(head[(at + 16)..], out int length, out _);
            return body.Length >= length;
        }

        return status is 204 or 304 || body.EndsWith("\r\n0\r\n\r\n"u8) || body.SequenceEqual("0\r\n\r\n"u8);
    }
}
