using System.Buffers.Text;
using System.Text;

namespace Personalization.Benchmarks.Load;

/// <summary>Receives one HTTP/1.1 response piece by piece and joins a chunked body in place.</summary>
internal sealed class AnswerBuffer
{
    private byte[] _bytes = new byte[16 * 1024];
    private int _received;
    private int _bodyAt;
    private int _bodyEnd;
    private int _chunkAt;
    private int _contentLength;
    private bool _chunked;

    /// <summary>Gets the status code.</summary>
    public int Status { get; private set; }

    /// <summary>Gets whether the server closes the connection after this response.</summary>
    public bool Closes { get; private set; }

    /// <summary>Gets whether any byte has arrived.</summary>
    public bool HasBegun => _received > 0;

    /// <summary>Gets the body of a complete response.</summary>
    public ReadOnlySpan<byte> Body => _bytes.AsSpan(_bodyAt, _bodyEnd - _bodyAt);

    /// <summary>Gets the memory for the next bytes.</summary>
    public Span<byte> Room()
    {
        if (_received == _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        return _bytes.AsSpan(_received);
    }

    /// <summary>Clears the buffer for the next response.</summary>
    public void Clear()
    {
        _received = 0;
        _bodyAt = 0;
        Closes = false;
    }

    /// <summary>Processes bytes that were written into <see cref="Room"/>.</summary>
    /// <returns>True if the response is complete.</returns>
    /// <exception cref="FormatException">The response is not valid HTTP/1.1.</exception>
    public bool Take(int count)
    {
        _received += count;
        if (_bodyAt == 0 && !TryReadHead())
        {
            return false;
        }

        if (_chunked)
        {
            return TryReadChunks();
        }

        _bodyEnd = _bodyAt + _contentLength;
        return _received >= _bodyEnd;
    }

    private bool TryReadHead()
    {
        ReadOnlySpan<byte> received = _bytes.AsSpan(0, _received);
        int end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> head = received[..end];
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _))
        {
            throw new FormatException("The response does not start with an HTTP/1.1 status line.");
        }

        Status = status;
        _contentLength = 0;
        _chunked = false;
        foreach (Range line in head.Split("\r\n"u8))
        {
            ReadHeader(head[line]);
        }

        _bodyAt = _bodyEnd = _chunkAt = end + 4;
        return true;
    }

    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon < 0)
        {
            return;
        }

        ReadOnlySpan<byte> name = line[..colon];
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim((byte)' ');
        if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
        {
            _ = Utf8Parser.TryParse(value, out _contentLength, out _);
        }
        else if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8))
        {
            _chunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
        }
        else if (Ascii.EqualsIgnoreCase(name, "Connection"u8))
        {
            Closes = Ascii.EqualsIgnoreCase(value, "close"u8);
        }
    }

    private bool TryReadChunks()
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = _bytes.AsSpan(_chunkAt, _received - _chunkAt);
            int line = rest.IndexOf("\r\n"u8);
            if (line < 0)
            {
                return false;
            }

            if (!Utf8Parser.TryParse(rest[..line], out int size, out _, 'x'))
            {
                throw new FormatException("A chunk of the response has no size.");
            }

            if (rest.Length < line + 2 + size + 2)
            {
                return false;
            }

            if (size == 0)
            {
                return true;
            }

            rest.Slice(line + 2, size).CopyTo(_bytes.AsSpan(_bodyEnd));
            _bodyEnd += size;
            _chunkAt += line + 2 + size + 2;
        }
    }
}
