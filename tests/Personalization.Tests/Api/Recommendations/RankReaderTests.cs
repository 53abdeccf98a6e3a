using System.Buffers;
using System.Text;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Tests.Api.Recommendations;

public sealed class RankReaderTests
{
    [Fact]
    public void A_valid_body_becomes_a_query()
    {
        RankQuery query = Validate("""{"candidates":["b","a"],"placement":"home","deadlineMs":80}""", out _)!;

        Assert.Equal(["b", "a"], query.Candidates.Select(item => item.Value));
        Assert.Equal(("home", 80), (query.Placement, query.DeadlineMs));
    }

    [Theory]
    [InlineData("""{}""", "$.candidates required")]
    [InlineData("""{"candidates":[]}""", "$.candidates required")]
    [InlineData("""{"candidates":"a"}""", "$.candidates malformed")]
    [InlineData("""{"candidates":["a","",null,4,"a"],"deadlineMs":0,"placement":""}""", "$.candidates[3] "
        + "malformed,$.candidates[1] invalid,$.candidates[2] required,$.candidates[4] duplicate,$.placement "
        + "invalid,$.deadlineMs outOfRange")]
    public void Every_error_is_listed_once(string json, string errors)
    {
        Assert.Null(Validate(json, out string found));
        Assert.Equal(errors, found);
    }

    private static RankQuery? Validate(string json, out string errors)
    {
        ParsedElement<RawRank> body = JsonBody.Read(
            new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)), 1, RankReader.Read).Elements[0];
        RankQuery? query = RankReader.Validate(body.Value!, 150, body.Errors);
        errors = string.Join(',', body.Errors.Select(error => $"{error.Path} {error.Code}"));
        return query;
    }
}
