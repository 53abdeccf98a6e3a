using Microsoft.AspNetCore.Http;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Recommendations;
using Personalization.Client.Api.Settings;

namespace Personalization.Tests.Api.Http;

public sealed class QueryReaderTests
{
    [Fact]
    public void Missing_parameters_have_their_defaults()
    {
        RecommendationQuery query = Read(string.Empty);

        Assert.Equal(("default", 20, 0L, 150), (query.Placement, query.Count, query.MinVersion, query.DeadlineMs));
        Assert.Null(query.Cursor);
        Assert.Null(query.Filter);
    }

    [Fact]
    public void Every_parameter_is_read_and_decoded()
    {
        RecommendationQuery query = Read(
            "?placement=home%20page&count=200&minVersion=9000000000&deadlineMs=1&filter=category%3Ashoes%7Cboots");

        Assert.Equal(
            ("home page", 200, 9_000_000_000, 1), (query.Placement, query.Count, query.MinVersion, query.DeadlineMs));
        Assert.Equal("category:shoes|boots", query.Filter!.Text);
    }

    [Fact]
    public void Every_error_is_listed_with_its_path_and_code()
    {
        RequestRefusedException refused = Assert.Throws<RequestRefusedException>(
            () => Read(
                "?count=201&deadlineMs=0&minVersion=x&cursor=!!&filter=price%3C%3Dcheap,y"
                + "&colour=red&placement=%09&count=3"));

        Assert.Equal(ProblemCode.Validation, refused.Code);
        Assert.Equal(
            [
                "query.colour unknown",
                "query.count duplicate",
                "query.count outOfRange",
                "query.cursor malformed",
                "query.deadlineMs outOfRange",
                "query.filter invalid", "query.minVersion invalid", "query.placement invalid",
            ],
            refused.Errors!.Select(error => $"{error.Path} {error.Code}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_range_is_in_the_message()
    {
        RequestRefusedException refused = Assert.Throws<RequestRefusedException>(
            () => Read("?count=99999999999999999999"));

        Assert.Equal(
            "count must be a whole number from 1 to 200 but was '99999999999999999999'.",
            Assert.Single(refused.Errors!).Message);
    }

    [Theory]
    [InlineData("?explain=true", true)]
    [InlineData("?explain=false", false)]
    [InlineData("", false)]
    public void A_flag_is_true_or_false(string text, bool expected)
    {
        QueryReader query = new(Request(text), "explain");
        Assert.Equal(expected, query.Flag("explain"));
        query.ThrowIfWrong();
    }

    private static RecommendationQuery Read(string text)
    {
        QueryReader query = new(
            Request(text), "placement", "count", "cursor", "filter", "minVersion", "deadlineMs", "explain");
        RecommendationQuery read = RecommendationRequest.ReadRecommendations(ref query, new ApiOptions());
        query.ThrowIfWrong();
        return read;
    }

    private static HttpRequest Request(string query) =>
        new DefaultHttpContext { Request = { QueryString = new QueryString(query) } }.Request;
}
