using System.Text;

namespace Personalization.Benchmarks.Load;

/// <summary>Writes the requests of one kind of load, each different from the last. Used by one thread only.</summary>
internal abstract class RequestSource
{
    /// <summary>How many operations one request holds: 1, or the size of a batch.</summary>
    public virtual int Operations => 1;

    /// <summary>The status of a request that was served.</summary>
    public abstract int Expected { get; }

    /// <summary>Writes the next request.</summary>
    /// <param name="buffer">At least 64 KiB.</param>
    /// <returns>How many bytes were written.</returns>
    public abstract int Write(Span<byte> buffer);

    /// <summary>Copies text into a buffer.</summary>
    /// <returns>The rest of the buffer.</returns>
    protected static Span<byte> Append(Span<byte> buffer, ReadOnlySpan<byte> text)
    {
        text.CopyTo(buffer);
        return buffer[text.Length..];
    }

    /// <summary>Writes a number in decimal.</summary>
    /// <returns>The rest of the buffer.</returns>
    protected static Span<byte> Append(Span<byte> buffer, long number)
    {
        _ = System.Buffers.Text.Utf8Formatter.TryFormat(number, buffer, out int written);
        return buffer[written..];
    }

    /// <summary>The bytes of ASCII text.</summary>
    protected static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
