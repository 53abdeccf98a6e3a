using System.Text;
using Microsoft.AspNetCore.Http;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Tests.Api.Recommendations;

public sealed class RecommendationWriterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly RecommendationList List = new()
    {
        RecommendationId = "r-1",
        Items =
        [
            new RecommendedItem(ItemId.Create("p-\"1\""), 0.93, new Reason(ReasonKind.SimilarSessions, "p-7")),
            new RecommendedItem(ItemId.Create("奈"), double.NaN, new Reason(ReasonKind.Popular, null))
        ],
        FallbackLevel = FallbackLevel.Cached,
        FallbackReason = "deadline",
        RankedAt = Now.AddSeconds(-1.5),
        ModelVersion = "m-1",
        ProfileVersion = 7,
    };

    [Fact]
    public async Task The_response_has_the_documented_fields() => Assert.Equal(
        """{"recommendationId":"r-1","items":["""
            + """{"id":"p-\"1\"","score":0.93,"reason":{"kind":"similarSessions","evidence":"p-7"}},"""
            + """{"id":"奈","score":0,"reason":{"kind":"popular"}}]"""
            + ""","fallbackLevel":"cached","fallbackReason":"deadline","ageMs":1500"""
            + ""","modelVersion":"m-1","profileVersion":7}""",
        await WriteAsync(List, null));

    [Fact]
    public async Task An_explained_list_has_titles_and_sentences()
    {
        string json = await WriteAsync(
            List, new Dictionary<string, string> { ["p-\"1\""] = "Boots", ["p-7"] = "Socks" });

        Assert.Contains("\"title\":\"Boots\"", json, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"Users who viewed Socks also viewed this.\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_moves_backwards_gives_no_negative_age() =>
        Assert.Contains(
            "\"ageMs\":0",
            await WriteAsync(List with { RankedAt = Now.AddSeconds(5) }, null),
            StringComparison.Ordinal);

    private static async Task<string> WriteAsync(RecommendationList list, IReadOnlyDictionary<string, string>? titles)
    {
        MemoryStream body = new();
        DefaultHttpContext context = new() { Response = { Body = body } };
        await (titles is null
            ? RecommendationWriter.WriteAsync(context, list, Now)
            : RecommendationWriter.WriteAsync(context, ExplainedList.Of(list, titles), Now));
        await context.Response.CompleteAsync();
        Assert.Equal(body.Length, context.Response.ContentLength);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
