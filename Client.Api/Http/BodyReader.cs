using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Net.Http.Headers;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Http;

/// <summary>Reads request bodies within the size and batch limits.</summary>
internal sealed class BodyReader(ApiOptions options, BodyBudget budget)
{
    /// <summary>The media type of newline-delimited JSON.</summary>
    public const string Ndjson = "application/x-ndjson";

    /// <summary>The media type that browsers send when a page ends.</summary>
    public const string Text = "text/plain";

    private const string Json = "application/json";

    private static readonly byte[] ByteOrderMark = Encoding.UTF8.Preamble.ToArray();

    /// <summary>Reads one object, an array of objects, or NDJSON, by the request's media type.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads one object.</param>
    /// <param name="orText">
    /// True reads <c>text/plain</c> as JSON: a browser sends this type when a page ends.
    /// </param>
    /// <exception cref="RequestRefusedException">415, 413 or 400.</exception>
    public ValueTask<ParsedBody<T>> ReadManyAsync<T>(
        HttpRequest request, ObjectReader<T> read, bool orText = false)
        where T : class => IsNdjson(request, orText)
            ? new ValueTask<ParsedBody<T>>(ReadLinesAsync(request, read))
            : ReadWholeAsync(request, read);

    /// <summary>Reads exactly one object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the object.</param>
    /// <param name="whenEmpty">The value of an empty body; null when a body is required.</param>
    /// <exception cref="RequestRefusedException">415, 413, 400 or 422.</exception>
    public async Task<ParsedElement<T>> ReadOneAsync<T>(HttpRequest request, ObjectReader<T> read, T? whenEmpty = null)
        where T : class
    {
        if (whenEmpty is not null && request.ContentLength is null or 0 && request.ContentType is null)
        {
            return new ParsedElement<T>("$", whenEmpty, []);
        }

        RequireMediaType(request, ndjson: false);
        ParsedBody<T> body = await ReadWholeAsync(request, read);
        if (!body.IsSingle)
        {
            throw RequestRefusedException.Invalid([new("$", "malformed", "must be an object but was an array.")]);
        }

        ParsedElement<T> one = body.Elements[0];
        return one.Value is null ? throw RequestRefusedException.Invalid(one.Errors) : one;
    }

    private static bool IsNdjson(HttpRequest request, bool orText) => RequireMediaType(
        request, ndjson: true, orText) is "application/x-ndjson" or "application/ndjson" or "application/jsonl";

    private static string RequireMediaType(HttpRequest request, bool ndjson, bool orText = false)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new RequestRefusedException(ProblemCode.UnsupportedMediaType, $"Content-Encoding must be "
                + $"gzip, br or deflate but was '{request.Headers.ContentEncoding}'.");
        }

        if (request.ContentType is Json)
        {
            return Json; // the usual spelling, without parsing
        }

        string? type = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? parsed)
            ? parsed.MediaType.Value?.ToLowerInvariant()
            : null;
        bool known = type == Json
            || (orText && type == Text)
            || (ndjson && type is "application/x-ndjson" or "application/ndjson" or "application/jsonl");
        if (!known || (parsed!.Charset.HasValue && !parsed.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new RequestRefusedException(ProblemCode.UnsupportedMediaType,
                $"Content-Type must be application/json{(ndjson ? $" or {Ndjson}" : string.Empty)} in UTF-8 but was "
                    + $"'{request.ContentType}'.");
        }

        return type!;
    }

    /// <summary>Reads a body that has arrived with its headers at once, and waits for any other one.</summary>
    private ValueTask<ParsedBody<T>> ReadWholeAsync<T>(HttpRequest request, ObjectReader<T> read)
        where T : class
    {
        // A client that expects the status 100 before it sends the body gets it only from an asynchronous read.
        BodyLease? lease = null;
        return request.Headers.Expect.Count == 0
            && request.BodyReader.TryRead(out ReadResult part)
            && TryParse(request, part, read, ref lease) is { } body
                ? ValueTask.FromResult(body)
                : new ValueTask<ParsedBody<T>>(ReadRestAsync(request, read, lease));
    }

    private async Task<ParsedBody<T>> ReadRestAsync<T>(HttpRequest request, ObjectReader<T> read, BodyLease? lease)
        where T : class
    {
        while (true)
        {
            ReadResult part = await ReadPartAsync(request.BodyReader, request.HttpContext.RequestAborted);
            if (TryParse(request, part, read, ref lease) is { } body)
            {
                return body;
            }
        }
    }

    /// <summary>Parses a body that is complete, and keeps the part of any other one for the next read.</summary>
    private ParsedBody<T>? TryParse<T>(
        HttpRequest request, ReadResult part, ObjectReader<T> read, ref BodyLease? lease)
        where T : class
    {
        PipeReader reader = request.BodyReader;
        Extend(ref lease, request, part.Buffer.Length, reader, part.Buffer.End);
        if (!part.IsCompleted && part.Buffer.Length <= options.MaxBodyBytes)
        {
            reader.AdvanceTo(part.Buffer.Start, part.Buffer.End);
            return null;
        }

        try
        {
            return part.Buffer.Length > options.MaxBodyBytes
                ? throw TooLarge()
                : JsonBody.Read(SkipMark(part.Buffer), options.MaxBatch, read);
        }
        finally
        {
            // The server can drain the reader only after the read is completed.
            reader.AdvanceTo(part.Buffer.End);
        }
    }

    private async Task<ParsedBody<T>> ReadLinesAsync<T>(HttpRequest request, ObjectReader<T> read)
        where T : class
    {
        PipeReader reader = request.BodyReader;
        List<ParsedElement<T>> elements = [];
        long consumedBytes = 0;
        int line = 0;
        BodyLease? lease = null;
        while (true)
        {
            ReadResult part = await ReadPartAsync(reader, request.HttpContext.RequestAborted);
            Extend(ref lease, request, consumedBytes + part.Buffer.Length, reader, part.Buffer.End);
            SequencePosition consumed = part.Buffer.End;
            try
            {
                ReadOnlySequence<byte> rest = consumedBytes + part.Buffer.Length > options.MaxBodyBytes
                    ? throw TooLarge()
                    : part.Buffer;
                rest = consumedBytes == 0 && (part.IsCompleted || rest.Length >= ByteOrderMark.Length)
                    ? SkipMark(rest)
                    : rest;
                while (NextLine(ref rest, part.IsCompleted, out ReadOnlySequence<byte> text))
                {
                    AddLine(text, ++line, elements, read);
                }

                consumedBytes += part.Buffer.Length - rest.Length;
                consumed = rest.Start;
            }
            finally
            {
                reader.AdvanceTo(consumed, part.Buffer.End);
            }

            if (part.IsCompleted)
            {
                return new ParsedBody<T>(IsSingle: false, elements);
            }
        }
    }

    private void AddLine<T>(
        ReadOnlySequence<byte> text, int line, List<ParsedElement<T>> elements, ObjectReader<T> read)
        where T : class
    {
        if (IsBlank(text))
        {
            return;
        }

        if (elements.Count == options.MaxBatch)
        {
            throw JsonBody.TooMany(options.MaxBatch);
        }

        elements.Add(JsonBody.ReadLine(text, elements.Count, line, read));
    }

    private static bool NextLine(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return true;
        }

        line = rest;
        if (!isLast || rest.IsEmpty)
        {
            return false;
        }

        rest = rest.Slice(rest.End);
        return true;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (ReadOnlyMemory<byte> part in line)
        {
            if (part.Span.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySequence<byte> SkipMark(ReadOnlySequence<byte> body)
    {
        SequenceReader<byte> reader = new(body);
        return reader.IsNext(ByteOrderMark, advancePast: true) ? reader.UnreadSequence : body;
    }

    /// <summary>
    /// Counts the bytes received so far. The request holds them until it ends, because its elements live as long.
    /// </summary>
    private void Extend(
        ref BodyLease? lease, HttpRequest request, long bytes, PipeReader reader, SequencePosition end)
    {
        if (bytes <= BodyBudget.SmallBytes)
        {
            return;
        }

        if (lease is null)
        {
            lease = new BodyLease(budget);
            request.HttpContext.Response.RegisterForDispose(lease);
        }

        try
        {
            lease.Extend(bytes);
        }
        catch (RequestRefusedException)
        {
            // The server can drain the reader only after the read is completed.
            reader.AdvanceTo(end);
            throw;
        }
    }

    private static async ValueTask<ReadResult> ReadPartAsync(PipeReader reader, CancellationToken aborted)
    {
        try
        {
            return await reader.ReadAsync(aborted);
        }
        catch (InvalidDataException)
        {
            throw RequestRefusedException.Malformed("$", "The compressed body is corrupt.");
        }
    }

    private RequestRefusedException TooLarge() =>
        new(
            ProblemCode.TooLarge,
            $"The body must have at most {options.MaxBodyBytes} bytes. Nothing was processed.");
}
