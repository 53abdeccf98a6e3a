using System.Text;
using Personalization.Benchmarks.Load;

namespace Personalization.IntegrationTests.Load;

public sealed class AnswerJudgeTests
{
    private const string Mixed =
        """{"results":[{"index":0,"eventId":"a","status":"accepted","profileVersion":3},"""
        + """{"index":1,"eventId":"],\"accepted\":9","status":"rejected","errors":"""
        + """[{"path":"x","code":"status","message":"accepted"}]},"""
        + """{"index":2,"eventId":"c","status":"unavailable"},"""
        + """{"index":3,"eventId":"status","status":"duplicate","profileVersion":3}],"accepted":"""
        + """1,"duplicates":1,"rejected":1,"unavailable":1}""";

    [Theory]
    [InlineData("fresh")]
    [InlineData("cached")]
    [InlineData("segment")]
    [InlineData("popular")]
    [InlineData("static")]
    public void A_list_is_classified_by_its_fallback_level(string level)
    {
        string body = """{"recommendationId":"r","items":[{"id":"\"fallbackLevel\":\"fresh"}],"fallbackLevel":"""
            + $"\"{level}\""
            + ""","fallbackReason":"deadline","ageMs":1}""";
        Verdict verdict = Judge(OperationKind.Read, 200, body);

        Assert.Equal((level, true, false), (verdict.Outcome, verdict.Served, verdict.TryAgain));
    }

    [Theory]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"fallbackLevel":"freshest"}""")]
    [InlineData("")]
    public void A_list_without_a_fallback_level_is_not_served(string body) =>
        Assert.False(Judge(OperationKind.Read, 200, body).Served);

    [Theory]
    [InlineData(429, "tooManyRequests", true)]
    [InlineData(503, "unavailable", true)]
    [InlineData(500, "internal", true)]
    [InlineData(422, "validation", false)]
    [InlineData(401, "unauthorized", false)]
    public void A_problem_is_classified_by_status_and_code_and_transient_ones_are_retried(
        int status, string code, bool again)
    {
        foreach (OperationKind kind in Enum.GetValues<OperationKind>())
        {
            Verdict verdict = Judge(kind, status, $$"""{"type":"urn:personalization:problem:{{code}}","title":"x"}""");

            Assert.Equal(($"{status} {code}", false, again), (verdict.Outcome, verdict.Served, verdict.TryAgain));
        }
    }

    [Fact]
    public void A_proxy_may_answer_without_a_problem() =>
        Assert.Equal("502", Judge(OperationKind.Read, 502, "<html>bad gateway</html>").Outcome);

    [Theory]
    [InlineData(1, 0, 0, 0, "accepted", true, false)]
    [InlineData(0, 1, 0, 0, "duplicate", true, false)]
    [InlineData(9, 1, 0, 0, "accepted", true, false)]
    [InlineData(9, 0, 1, 0, "rejected", false, false)]
    [InlineData(9, 0, 1, 2, "partlyUnavailable", false, true)]
    public void Events_are_classified_by_their_counts(
        int accepted, int duplicates, int rejected, int unavailable, string outcome, bool served, bool again)
    {
        string body = $$"""{"results":[],"accepted":{{accepted}},"duplicates":"""
            + $$"""{{duplicates}},"rejected":{{rejected}},"unavailable":{{unavailable}}}""";
        Verdict verdict = Judge(OperationKind.Batch, 202, body);

        Assert.Equal(new Verdict(outcome, served, again, accepted, duplicates, rejected, unavailable), verdict);
    }

    [Fact]
    public void A_mixed_batch_acknowledges_exactly_its_accepted_and_duplicate_events()
    {
        Assert.Equal(new Verdict("partlyUnavailable", false, true, 1, 1, 1, 1), Judge(OperationKind.Batch, 202, Mixed));
        Assert.Equal([0, 3], AnswerJudge.AcknowledgedIn(Encoding.UTF8.GetBytes(Mixed)));
    }

    private static Verdict Judge(OperationKind kind, int status, string body) =>
        AnswerJudge.Judge(kind, status, Encoding.UTF8.GetBytes(body));
}
