using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Personalization.Abstractions.Lists;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Lists;

/// <summary>Writes a list straight into the response: as it was rendered, with what differs from answer to answer.</summary>
internal static class ListAnswer
{
    private const int LongestAge = 20;

    /// <summary>Answers 200 with a list.</summary>
    /// <param name="context">The request.</param>
    /// <param name="list">The list.</param>
    /// <param name="now">The present time, for the list's age.</param>
    public static Task WriteAsync(HttpContext context, ServedList list, DateTimeOffset now)
    {
        JsonAnswer.Start(context, StatusCodes.Status200OK);
        Write(context.Response.BodyWriter, list, Math.Max(0, (long)(now - list.RankedAt).TotalMilliseconds));
        return Task.CompletedTask; // the server flushes it with the end of the response, in one write
    }

    /// <inheritdoc cref="WriteAsync(HttpContext, ServedList, DateTimeOffset)"/>
    public static Task WriteAsync(HttpContext context, RecommendationList list, DateTimeOffset now) => WriteAsync(context, ServedList.Of(list), now);

    /// <summary>Answers 200 with a list whose reasons are explained.</summary>
    /// <param name="context">The request.</param>
    /// <param name="list">The list.</param>
    /// <param name="now">The present time, for the list's age.</param>
    /// <param name="titles">Titles by item id.</param>
    public static Task WriteExplainedAsync(HttpContext context, RecommendationList list, DateTimeOffset now, IReadOnlyDictionary<string, string> titles) =>
        WriteAsync(context, ServedList.Of(list, item => new ItemWords(titles.GetValueOrDefault(item.ItemId.Value), ReasonText.Of(item.Reason, titles))), now);

    private static void Write(PipeWriter body, ServedList list, long ageMs)
    {
        body.Write("{\"recommendationId\":\""u8);
        _ = Encoding.UTF8.GetBytes(list.RecommendationId, body); // made by us, of nothing that JSON would escape; so are the reasons
        body.Write("\",\"items\":"u8);
        body.Write(list.Rendered.Items);
        body.Write(",\"rung\":\""u8);
        body.Write(ListJson.NameOf(list.Rung).EncodedUtf8Bytes);
        if (list.RungReason is { } reason)
        {
            body.Write("\",\"rungReason\":\""u8);
            _ = Encoding.UTF8.GetBytes(reason, body);
        }

        body.Write("\",\"ageMs\":"u8);
        Span<byte> age = body.GetSpan(LongestAge);
        _ = ageMs.TryFormat(age, out int written, provider: CultureInfo.InvariantCulture);
        body.Advance(written);
        body.Write(","u8);
        body.Write(list.Rendered.Facts);
        body.Write("}"u8);
    }
}
