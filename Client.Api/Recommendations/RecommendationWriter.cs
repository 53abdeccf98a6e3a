using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Recommendations;

/// <summary>
/// Writes a list straight into the response: as it was rendered, with what differs from answer to answer.
/// </summary>
internal static class RecommendationWriter
{
    private const int LongestAge = 20;

    private static ReadOnlySpan<byte> IdBefore => "{\"recommendationId\":\""u8;

    private static ReadOnlySpan<byte> ItemsBefore => "\",\"items\":"u8;

    private static ReadOnlySpan<byte> LevelBefore => ",\"fallbackLevel\":\""u8;

    private static ReadOnlySpan<byte> ReasonBefore => "\",\"fallbackReason\":\""u8;

    private static ReadOnlySpan<byte> AgeBefore => "\",\"ageMs\":"u8;

    /// <summary>Answers 200 with a list.</summary>
    /// <param name="context">The request.</param>
    /// <param name="list">The list.</param>
    /// <param name="now">The present time, for the list's age.</param>
    public static Task WriteAsync(HttpContext context, ServedList list, DateTimeOffset now)
    {
        JsonResponse.Start(context, StatusCodes.Status200OK);
        Write(context, list, Math.Max(0, (long)(now - list.RankedAt).TotalMilliseconds));
        return Task.CompletedTask; // the server flushes it with the end of the response, in one write
    }

    /// <inheritdoc cref="WriteAsync(HttpContext, ServedList, DateTimeOffset)"/>
    public static Task WriteAsync(HttpContext context, RecommendationList list, DateTimeOffset now) =>
        WriteAsync(context, ServedList.Of(list), now);

    /// <summary>Answers 200 with a list whose reasons are explained.</summary>
    /// <param name="context">The request.</param>
    /// <param name="list">The list.</param>
    /// <param name="now">The present time, for the list's age.</param>
    /// <param name="titles">Titles by item id.</param>
    public static Task WriteExplainedAsync(
        HttpContext context, RecommendationList list, DateTimeOffset now, IReadOnlyDictionary<string, string> titles) =>
        WriteAsync(context, ServedList.Of(list, item => new ItemWords(
            titles.GetValueOrDefault(item.ItemId.Value), ReasonText.Of(item.Reason, titles))), now);

    /// <summary>
    /// The length is said, so that the answer goes out as it is and not in chunks; and each part of it is copied into
    /// one piece of memory.
    /// </summary>
    private static void Write(HttpContext context, ServedList list, long ageMs)
    {
        Span<byte> age = stackalloc byte[LongestAge];
        _ = ageMs.TryFormat(age, out int ageLength, provider: CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> level = ListJson.NameOf(list.FallbackLevel).EncodedUtf8Bytes;
        int head = Encoding.UTF8.GetByteCount(list.RecommendationId) + IdBefore.Length + ItemsBefore.Length;
        int tail = LevelBefore.Length + level.Length + AgeBefore.Length + ageLength + list.Rendered.Facts.Length + 2
            + (list.FallbackReason is null ? 0 : ReasonBefore.Length + Encoding.UTF8.GetByteCount(list.FallbackReason));
        context.Response.ContentLength = head + list.Rendered.Items.Length + tail;
        PipeWriter body = context.Response.BodyWriter;
        WriteHead(body, head, list.RecommendationId);
        body.Write(list.Rendered.Items);
        WriteTail(body, tail, level, list, age[..ageLength]);
    }

    private static void WriteHead(PipeWriter body, int length, string id)
    {
        Span<byte> rest = Put(body.GetSpan(length), IdBefore);
        // the id is made by us, of nothing that JSON would escape; so are the reasons
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
