using System.Text;
using Microsoft.AspNetCore.Http;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Events;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;

namespace Personalization.Tests.Api.Http;

public sealed class BodyReaderTests
{
    private const string Json = "application/json";
    private static readonly BodyReader Reader = new(
        new ApiOptions { MaxBodyBytes = 1024, MaxBatch = 3 }, new BodyBudget(new ApiOptions()));

    [Theory]
    [InlineData(Json, """{"eventId":"a"}""", true, 1)]
    [InlineData("application/json; charset=utf-8", """[{"eventId":"a"},{"eventId":"b"}]""", false, 2)]
    [InlineData(Json, "[]", false, 0)]
    [InlineData("application/x-ndjson", "{\"eventId\":\"a\"}\n\r\n  \n{\"eventId\":\"b\"}", false, 2)]
    [InlineData("application/x-ndjson", "\uFEFF{\"eventId\":\"a\"}\r\n", false, 1)]
    [InlineData(Json, "\uFEFF{\"eventId\":\"a\"}", true, 1)]
    public async Task Objects_arrays_and_ndjson_are_split_into_elements(
        string type, string body, bool single, int count)
    {
        ParsedBody<RawEvent> parsed = await ReadAsync(type, body);

        Assert.Equal((single, count), (parsed.IsSingle, parsed.Elements.Count));
        Assert.All(parsed.Elements, element => Assert.Empty(element.Errors));
    }

    [Fact]
    public async Task An_invalid_line_does_not_reject_the_others()
    {
        ParsedBody<RawEvent> parsed = await ReadAsync(
            "application/x-ndjson", "{\"eventId\":\"a\"}\n{\"eventId\":\n{\"eventId\":\"c\"} x");

        Assert.Equal(["a", null, null], parsed.Elements.Select(element => element.Value?.EventId));
        Assert.Equal(
            ["$[1] malformed", "$[2] malformed"],
            parsed.Elements.SelectMany(element => element.Errors).Select(error => $"{error.Path} {error.Code}"));
        Assert.Contains("Line 2", parsed.Elements[1].Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", "{}", nameof(ProblemCode.UnsupportedMediaType))]
    [InlineData(null, "{}", nameof(ProblemCode.UnsupportedMediaType))]
    [InlineData("application/json; charset=utf-16", "{}", nameof(ProblemCode.UnsupportedMediaType))]
    [InlineData(Json, "[{},{},{},{}]", nameof(ProblemCode.TooLarge))]
    [InlineData("application/x-ndjson", "{}\n{}\n{}\n{}", nameof(ProblemCode.TooLarge))]
    [InlineData(Json, "", nameof(ProblemCode.Malformed))]
    [InlineData(Json, "[{}", nameof(ProblemCode.Malformed))]
    [InlineData(Json, "{} {}", nameof(ProblemCode.Malformed))]
    public async Task An_unreadable_body_is_rejected_with_its_problem(string? type, string body, string code)
    {
        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(
            () => ReadAsync(type, body));

        Assert.Equal(code, refused.Code.ToString());
    }

    [Theory]
    [InlineData(Json)]
    [InlineData("application/x-ndjson")]
    public async Task A_body_over_the_limit_is_too_large(string type)
    {
        string body = $$"""{"eventId":"{{new string('a', 2000)}}"}""";
        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(
            () => ReadAsync(type, body));

        Assert.Equal(ProblemCode.TooLarge, refused.Code);
        Assert.Contains("1024 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Malformed_json_is_rejected_with_its_position()
    {
        RequestRefusedException refused = await Assert.ThrowsAsync<RequestRefusedException>(
            () => ReadAsync(Json, "[{},\n  {\"a\" 1}]"));

        Assert.StartsWith("The JSON is malformed at line 2, byte 8:", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", refused.Message, StringComparison.Ordinal);
    }

    private static Task<ParsedBody<RawEvent>> ReadAsync(string? type, string body)
    {
        DefaultHttpContext context = new();
        context.Request.ContentType = type;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return Reader.ReadManyAsync(context.Request, RawEventReader.Read).AsTask();
    }
}
