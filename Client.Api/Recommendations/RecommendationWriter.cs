using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Writes a list response: the shared rendering of the items plus the fields of this response.</summary>
internal static class RecommendationWriter
{
    private const int MaxAgeDigits = 20;

    private static ReadOnlySpan<byte> IdBefore => "{\"recommendationId\":\""u8;

    private static ReadOnlySpan<byte> ItemsBefore => "\",\"items\":"u8;

    private static ReadOnlySpan<byte> LevelBefore => ",\"fallbackLevel\":\""u8;

    private static ReadOnlySpan<byte> ReasonBefore => "\",\"fallbackReason\":\""u8;

    private static ReadOnlySpan<byte> AgeBefore => "\",\"ageMs\":"u8;

    /// <summary>Sends a list with status 200.</summary>
    /// <param name="context">The request.</param>
    /// <param name="list">The list.</param>
    /// <param name="now">The current time, for the list's age.</param>
    public static Task WriteAsync(HttpContext context, ServedList list, DateTimeOffset now)
    {
        JsonResponse.Start(context, StatusCodes.Status200OK);
        Write(context.Response.BodyWriter, list, now, context.Response);
        return Task.CompletedTask; // the server flushes once, at the end of the response
    }

    /// <inheritdoc cref="WriteAsync(HttpContext, ServedList, DateTimeOffset)"/>
    public static Task WriteAsync(HttpContext context, RecommendationList list, DateTimeOffset now) =>
        WriteAsync(context, ServedList.Of(list), now);

    /// <summary>Writes a list as one line of JSON. Each part is written to one buffer span.</summary>
    /// <param name="body">The buffer.</param>
    /// <param name="list">The list.</param>
    /// <param name="now">The current time, for the list's age.</param>
    /// <param name="sized">
    /// The response that has only this list: it gets a Content-Length, which avoids chunking. Null for none.
    /// </param>
    public static void Write(PipeWriter body, ServedList list, DateTimeOffset now, HttpResponse? sized = null)
    {
        long ageMs = Math.Max(0, (long)(now - list.RankedAt).TotalMilliseconds);
        Span<byte> age = stackalloc byte[MaxAgeDigits];
        _ = ageMs.TryFormat(age, out int ageLength, provider: CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> level = ListJson.NameOf(list.FallbackLevel).EncodedUtf8Bytes;
        int head = Encoding.UTF8.GetByteCount(list.RecommendationId) + IdBefore.Length + ItemsBefore.Length;
        int tail = LevelBefore.Length + level.Length + AgeBefore.Length + ageLength + list.Rendered.Facts.Length + 2
            + (list.FallbackReason is null ? 0 : ReasonBefore.Length + Encoding.UTF8.GetByteCount(list.FallbackReason));
        if (sized is not null)
        {
            sized.ContentLength = head + list.Rendered.Items.Length + tail;
        }

        WriteHead(body, head, list.RecommendationId);
        body.Write(list.Rendered.Items);
        WriteTail(body, tail, level, list, age[..ageLength]);
    }

    private static void WriteHead(PipeWriter body, int length, string id)
    {
        Span<byte> rest = Put(body.GetSpan(length), IdBefore);
        // The engine's ids and reasons have no characters that JSON escapes.
        _ = Put(Put(rest, id), ItemsBefore);
        body.Advance(length);
    }

    private static void WriteTail(
        PipeWriter body, int length, ReadOnlySpan<byte> level, ServedList list, ReadOnlySpan<byte> age)
    {
        Span<byte> rest = Put(Put(body.GetSpan(length), LevelBefore), level);
        rest = list.FallbackReason is { } reason ? Put(Put(rest, ReasonBefore), reason) : rest;
        rest = Put(Put(Put(rest, AgeBefore), age), ","u8);
        _ = Put(Put(rest, list.Rendered.Facts), "}"u8);
        body.Advance(length);
    }

    private static Span<byte> Put(Span<byte> into, ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(into);
        return into[utf8.Length..];
    }

    private static Span<byte> Put(Span<byte> into, string text) => into[Encoding.UTF8.GetBytes(text, into)..];
}
