using Personalization.Hosting.Settings;

namespace Personalization.Tests.Api.Edge;

/// <summary>Defect M9: without keys, a web page of any origin and any host name could call the API.</summary>
public sealed class OpenModeTests
{
    [Theory]
    [InlineData("Host", "shop.example")]
    [InlineData("Host", "127.0.0.1.rebind.example")]
    [InlineData("Host", "localhost.example:5080")]
    [InlineData("Host", "10.0.0.7")]
    [InlineData("Origin", "https://shop.example")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task M9_a_foreign_page_or_host_is_refused(string header, string value)
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser { OnGet = () => default }]);

        foreach (string path in new[] { "/v1/users/u", "/health/ready", "/openapi/v1.json", "/scalar" })
        {
            Assert.Equal(403, await server.StatusAsync(path, (header, value)));
        }
    }

    [Theory]
    [InlineData("Host", "localhost")]
    [InlineData("Host", "LOCALHOST:5080")]
    [InlineData("Host", "127.0.0.1:5080")]
    [InlineData("Host", "[::1]:5080")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "https://known.example")]
    public async Task A_client_of_this_machine_and_a_listed_origin_are_served(string header, string value)
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnGet = () => default }], ("CorsOrigins:0", "https://known.example"));

        Assert.Equal(404, await server.StatusAsync("/v1/users/u", (header, value)));
    }

    [Theory]
    [InlineData("/", "document", 200)]
    [InlineData("/docs", "document", 200)]
    [InlineData("/client/personalization.js", "script", 200)]
    [InlineData("/", "iframe", 403)]
    [InlineData("/v1/users/u", "document", 403)]
    public async Task A_link_of_another_site_opens_pages_only(string path, string destination, int status)
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser { OnGet = () => default }]);

        Assert.Equal(status, await server.StatusAsync(
            path,
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", destination == "script" ? "cors" : "navigate"),
            ("Sec-Fetch-Dest", destination)));
    }

    [Fact]
    public async Task A_page_of_the_server_itself_is_served()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser { OnGet = () => default }]);

        Assert.Equal(404, await server.StatusAsync(
            "/v1/users/u", ("Origin", server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority))));
    }

    [Fact]
    public async Task With_keys_the_host_name_is_free()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnGet = () => default }], ("Keys:0:Key", "reader-0123456789"), ("Keys:0:Role", "read"));

        Assert.Equal(404, await server.StatusAsync(
            "/v1/users/u", ("Host", "api.shop.example"), ("X-Api-Key", "reader-0123456789")));
    }

    [Fact]
    public async Task Without_keys_every_origin_at_once_is_a_start_error()
    {
        SettingsRefusedException refused = await Assert.ThrowsAsync<SettingsRefusedException>(
            () => EdgeServer.StartAsync([], ("CorsOrigins:0", "*")));

        Assert.Contains("CorsOrigins", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }
}
