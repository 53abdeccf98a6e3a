using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Personalization.Client.Api.Http;

/// <summary>Writes JSON answers into a buffer of the thread, with one writer per thread.</summary>
internal static class JsonResponse
{
    private const int FirstBuffer = 4 * 1024;

    /// <summary>A thread that has written a longer answer lets go of its memory.</summary>
    private const int MostKept = 256 * 1024;

    private const string Json = "application/json; charset=utf-8";

    /// <summary>
    /// Ids and titles in any script stay readable; the answers are never put into HTML unescaped by us.
    /// </summary>
    internal static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>
    /// Answers with what <paramref name="write"/> writes of <paramref name="state"/>, and says how long that is, so
    /// that it goes out as it is and not in chunks.
    /// </summary>
    public static Task WriteAsync<TState>(
        HttpContext context, int status, TState state, Action<Utf8JsonWriter, TState> write, string mediaType = Json)
    {
        Start(context, status, mediaType);
        ArrayBufferWriter<byte> buffer = _buffer ??= new ArrayBufferWriter<byte>(FirstBuffer);
        Utf8JsonWriter writer = _writer ??= new Utf8JsonWriter(buffer, Options);
        try
        {
            writer.Reset(buffer);
            write(writer, state);
            writer.Flush();
            context.Response.ContentLength = buffer.WrittenCount;
            context.Response.BodyWriter.Write(buffer.WrittenSpan);
            return Task.CompletedTask; // the server flushes it with the end of the response, in one write
        }
        finally
        {
            Release(buffer);
        }
    }

    /// <summary>Answers with a value by its source-generated contract.</summary>
    public static Task WriteAsync<TValue>(
        HttpContext context, int status, TValue value, JsonTypeInfo<TValue> contract, string mediaType = Json) =>
        WriteAsync(
            context,
            status,
            (value, contract),
            static (writer, state) => JsonSerializer.Serialize(writer, state.value, state.contract),
            mediaType);

    private static void Release(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > MostKept)
        {
            (_buffer, _writer) = (null, null);
        }
        else
        {
            buffer.ResetWrittenCount();
        }
    }

    /// <summary>Begins an answer whose body the caller writes.</summary>
    internal static void Start(HttpContext context, int status, string mediaType = Json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        context.Response.Headers.CacheControl = "no-store";
    }
}
