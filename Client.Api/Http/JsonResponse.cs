using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Personalization.Client.Api.Http;

/// <summary>Writes JSON responses. Each thread reuses one buffer and one writer.</summary>
internal static class JsonResponse
{
    private const int InitialBuffer = 4 * 1024;

    /// <summary>The largest buffer that a thread keeps between responses, bytes.</summary>
    private const int MaxKeptBuffer = 256 * 1024;

    private const string Json = "application/json; charset=utf-8";

    /// <summary>
    /// Does not escape non-ASCII text, so that ids and titles stay readable. Responses are never embedded in HTML.
    /// </summary>
    internal static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Sends the JSON that <paramref name="write"/> writes of <paramref name="state"/>.</summary>
    /// <remarks>Sets Content-Length, so that the response is not chunked.</remarks>
    public static Task WriteAsync<TState>(
        HttpContext context, int status, TState state, Action<Utf8JsonWriter, TState> write, string mediaType = Json)
    {
        Start(context, status, mediaType);
        ArrayBufferWriter<byte> buffer = _buffer ??= new ArrayBufferWriter<byte>(InitialBuffer);
        Utf8JsonWriter writer = _writer ??= new Utf8JsonWriter(buffer, Options);
        try
        {
            writer.Reset(buffer);
            write(writer, state);
            writer.Flush();
            context.Response.ContentLength = buffer.WrittenCount;
            context.Response.BodyWriter.Write(buffer.WrittenSpan);
            return Task.CompletedTask; // the server flushes once, at the end of the response
        }
        finally
        {
            Release(buffer);
        }
    }

    /// <summary>Sends a value by its source-generated contract.</summary>
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
        if (buffer.Capacity > MaxKeptBuffer)
        {
            (_buffer, _writer) = (null, null);
        }
        else
        {
            buffer.ResetWrittenCount();
        }
    }

    /// <summary>Sets status and headers of a response whose body the caller writes.</summary>
    internal static void Start(HttpContext context, int status, string mediaType = Json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        context.Response.Headers.CacheControl = "no-store";
    }
}
