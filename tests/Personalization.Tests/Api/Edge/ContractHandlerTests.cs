using System.Net;
using System.Text;
using Personalization.Testing.Contract;
using Xunit.Sdk;

namespace Personalization.Tests.Api.Edge;

/// <summary>The check of answers against the OpenAPI document finds each kind of difference.</summary>
public sealed class ContractHandlerTests
{
    private const string Document =
        """
        {"paths":{"/v1/things/{id}":{"put":{
           "requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/ThingRequest"}}}},
           "responses":{
             "200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Thing"}}}},
             "204":{}}}}},
         "components":{"schemas":{
           "Thing":{"type":"object","required":["id"],"properties":{
             "id":{"type":"string"},"kind":{"type":"string","enum":["a","b"]},
             "parts":{"type":"array","items":{"$ref":"#/components/schemas/Thing"}}}},
           "ThingRequest":{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}}}}
        """;

    [Theory]
    [InlineData(200, """{"id":"1","kind":"a","parts":[{"id":"2"}]}""")]
    [InlineData(204, "")]
    public async Task A_described_answer_passes(int status, string body) =>
        Assert.Equal(status, (int)(await SendAsync(status, body)).StatusCode);

    [Theory]
    [InlineData(200, """{"kind":"a"}""", "id")]
    [InlineData(200, """{"id":1}""", "/id")]
    [InlineData(200, """{"id":"1","kind":"c"}""", "/kind")]
    [InlineData(200, """{"id":"1","colour":"red"}""", "colour")]
    [InlineData(200, """{"id":"1","parts":[{"id":"2"},{}]}""", "/parts/1")]
    [InlineData(200, """{"id":"1","parts":null}""", "/parts")]
    [InlineData(404, """{"id":"1"}""", "404")]
    public async Task An_answer_that_is_not_described_fails(int status, string body, string place)
    {
        TrueException failure = await Assert.ThrowsAsync<TrueException>(() => SendAsync(status, body));

        Assert.Contains("PUT /v1/things/{id}", failure.Message, StringComparison.Ordinal);
        Assert.Contains(place, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_the_document_forbids_and_the_API_accepts_fails() =>
        Assert.Contains("forbids", (await Assert.ThrowsAsync<TrueException>(
            () => SendAsync(200, """{"id":"1"}""", """{"title":"x"}"""))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Null_in_a_body_means_that_the_field_is_missing()
    {
        _ = await SendAsync(200, """{"id":"1"}""", """{"name":"x","title":null}""");
        _ = await Assert.ThrowsAsync<TrueException>(() => SendAsync(200, """{"id":"1"}""", """{"name":null}"""));
    }

    [Fact]
    public async Task A_path_that_is_not_described_is_not_checked() =>
        Assert.Equal(
            HttpStatusCode.OK, (await SendAsync(200, "<html>", path: "/v1/other")).StatusCode);

    private static async Task<HttpResponseMessage> SendAsync(
        int status, string body, string sent = """{"name":"x"}""", string path = "/v1/things/7")
    {
        using HttpClient http = new(new ContractHandler(new Fixed(status, body), new ApiContract(Document)));
        using StringContent content = new(sent, Encoding.UTF8, "application/json");
        return await http.PutAsync(new Uri($"http://api{path}"), content, TestContext.Current.CancellationToken);
    }

    private sealed class Fixed(int status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json"),
            });
    }
}
