using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Personalization.Client.Api.Http;

/// <summary>Writes JSON answers into the response's own buffer, with one writer per thread.</summary>
internal static class JsonAnswer
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Ids and titles in any script stay readable; the answers are never put into HTML unescaped by us.</summary>
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Answers with what <paramref name="write"/> writes of <paramref name="state"/>.</summary>
    public static Task WriteAsync<TState>(HttpContext context, int status, TState state, Action<Utf8JsonWriter, TState> write, string mediaType = Json)
    {
        Start(context, status, mediaType);
        Utf8JsonWriter writer = _writer ??= new Utf8JsonWriter(Stream.Null, Options);
        writer.Reset(context.Response.BodyWriter);
        write(writer, state);
        writer.Flush();
        writer.Reset(Stream.Null);
        return Task.CompletedTask; // the server flushes it with the end of the response, in one write
    }

    /// <summary>Answers with a value by its source-generated contract.</summary>
    public static Task WriteAsync<TValue>(HttpContext context, int status, TValue value, JsonTypeInfo<TValue> contract, string mediaType = Json) =>
        WriteAsync(context, status, (value, contract), static (writer, state) => JsonSerializer.Serialize(writer, state.value, state.contract), mediaType);

    /// <summary>Begins an answer whose body the caller writes.</summary>
    internal static void Start(HttpContext context, int status, string mediaType = Json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        context.Response.Headers.CacheControl = "no-store";
    }
}
