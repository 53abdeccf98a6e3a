using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Export;

/// <summary>
/// The body of an export: lines that are sent as they fill a buffer, with gzip if the client accepts it.
/// </summary>
/// <remarks>
/// The response has no length. A failure in the middle aborts the connection, so that the client notices that lines are
/// missing.
/// </remarks>
internal sealed class ExportStream : IAsyncDisposable
{
    private const int SendBytes = 32 * 1024;

    private readonly HttpContext _context;
    private readonly Stream _body;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * SendBytes);
    private readonly Utf8JsonWriter _json;
    private bool _isComplete;

    private ExportStream(HttpContext context, Stream body)
    {
        _context = context;
        _body = body;
        _json = new Utf8JsonWriter(_buffer, JsonResponse.Options);
    }

    /// <summary>The bytes that wait to be sent.</summary>
    public IBufferWriter<byte> Buffer => _buffer;

    /// <summary>Starts the response with status 200.</summary>
    /// <param name="context">The request.</param>
    /// <param name="format">The format.</param>
    /// <param name="name">The name of a file that a browser saves, without ending.</param>
    public static ExportStream Start(HttpContext context, ExportFormat format, string name)
    {
        (string type, string ending) = format == ExportFormat.Csv
            ? ($"{ExportFormats.Csv}; charset=utf-8", "csv")
            : (BodyReader.Ndjson, "ndjson");
        JsonResponse.Start(context, StatusCodes.Status200OK, type);
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentDisposition = $"attachment; filename=\"{name}.{ending}\"";
        headers.Vary = "Accept, Accept-Encoding";
        if (!AcceptsGzip(context.Request))
        {
            return new ExportStream(context, context.Response.Body);
        }

        headers.ContentEncoding = "gzip";
        return new ExportStream(
            context, new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true));
    }

    /// <summary>Writes one line of JSON.</summary>
    public void WriteJson<T>(T line, JsonTypeInfo<T> contract) => WriteJson(
        (line, contract),
        static (writer, state) => JsonSerializer.Serialize(writer, state.line, state.contract));

    /// <summary>Writes the line of JSON that <paramref name="write"/> writes.</summary>
    public void WriteJson<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        _json.Reset();
        write(_json, state);
        _json.Flush();
        _buffer.Write("\n"u8);
    }

    /// <summary>Sends what waits, if it is enough for one write.</summary>
    public ValueTask SendAsync() => _buffer.WrittenCount < SendBytes ? ValueTask.CompletedTask : SendAllAsync();

    /// <summary>Sends the rest and ends the body. Without this call the connection is aborted.</summary>
    public async ValueTask CompleteAsync()
    {
        await SendAllAsync();
        if (_body is GZipStream)
        {
            await _body.DisposeAsync();
        }

        _isComplete = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _json.DisposeAsync();
        if (!_isComplete)
        {
            _context.Abort();
        }
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(
            request.Headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? accepted)
        && accepted.Any(one => one.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && one.Quality != 0);

    private async ValueTask SendAllAsync()
    {
        if (_buffer.WrittenCount > 0)
        {
            await _body.WriteAsync(_buffer.WrittenMemory, _context.RequestAborted);
            _buffer.ResetWrittenCount();
        }
    }
}
