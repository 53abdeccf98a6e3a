using System.Buffers.Text;
using System.Text;

namespace Personalization.Benchmarks.Load;

/// <summary>Writes the requests of a load and classifies their answers. Not thread-safe.</summary>
internal abstract class RequestSource
{
    /// <summary>Gets the operations per request: 1, or the size of a batch.</summary>
    public virtual int Operations => 1;

    /// <summary>Gets the status of a served request; the default <see cref="Judge"/> uses it.</summary>
    public virtual int Expected => 200;

    /// <summary>Writes the next request into an operation.</summary>
    public abstract void Draw(Operation operation);

    /// <summary>Classifies a complete answer; by default by its status only.</summary>
    public virtual Verdict Judge(Operation operation, int status, ReadOnlySpan<byte> body) =>
        new(AnswerJudge.NameOf(status, body), Served: status == Expected, TryAgain: false);

    /// <summary>Gets the user and the id of one event of an operation.</summary>
    public virtual (string User, string Event) EventOf(Operation operation, int index) =>
        throw new NotSupportedException($"{GetType().Name} does not store the ids of its events.");

    /// <summary>Ensures the size of an operation's buffer.</summary>
    /// <returns>The whole buffer.</returns>
    protected static Span<byte> Room(Operation operation, int length)
    {
        if (operation.Bytes.Length < length)
        {
            operation.Bytes = new byte[length];
        }

        return operation.Bytes;
    }

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
        _ = Utf8Formatter.TryFormat(number, buffer, out int written);
        return buffer[written..];
    }

    /// <summary>Writes a GET request.</summary>
    protected static void WriteGet(Operation operation, ReadOnlySpan<byte> path, ReadOnlySpan<byte> query = default)
    {
        Span<byte> buffer = Room(operation, path.Length + query.Length + 32);
        Span<byte> rest = Append(Append(Append(buffer, "GET "u8), path), query);
        rest = Append(rest, " HTTP/1.1\r\n"u8);
        operation.HeadersAt = buffer.Length - rest.Length;
        operation.Length = buffer.Length - Append(rest, "\r\n"u8).Length;
    }

    /// <summary>Writes a POST request with a JSON body.</summary>
    protected static void WritePost(Operation operation, ReadOnlySpan<byte> path, ReadOnlySpan<byte> body)
    {
        Span<byte> buffer = Room(operation, path.Length + body.Length + 128);
        Span<byte> rest = Append(Append(Append(buffer, "POST "u8), path), " HTTP/1.1\r\n"u8);
        operation.HeadersAt = buffer.Length - rest.Length;
        rest = Append(Append(rest, "Content-Type: application/json\r\nContent-Length: "u8), body.Length);
        rest = Append(Append(rest, "\r\n\r\n"u8), body);
        operation.Length = buffer.Length - rest.Length;
    }

    /// <summary>Gets the bytes of ASCII text.</summary>
    protected static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
