using System.Net;
using Personalization.Testing;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Clients;

/// <summary>The console of the real process, without a browser: who gets in, and what is served.</summary>
public sealed class ConsoleTests
{
    private const string Operator = "operator-0123456789";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_keys_the_console_needs_a_sign_in_and_its_pages_load_nothing_from_elsewhere()
    {
        using TempFolder data = new();
        await using EngineProcess engine = await StartAsync(
            data,
            ("Personalization__Api__Keys__0__Key", Operator),
            ("Personalization__Api__Keys__0__Role", "operate"));
        using HttpClientHandler handler = new() { AllowAutoRedirect = false };
        using HttpClient browser = new(handler) { BaseAddress = engine.Address };
        browser.DefaultRequestHeaders.Add("Accept", "text/html");

        using HttpResponseMessage stranger = await browser.GetAsync("/console/models", Stop);
        Assert.Equal("/console/sign-in?to=%2Fmodels", stranger.Headers.Location?.OriginalString);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await SignInAsync(browser, "unknown-0123456789", engine.Address)).Status);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await SignInAsync(browser, Operator, new Uri("http://evil.example"))).Status);
        (HttpStatusCode status, string cookie) = await SignInAsync(browser, Operator, engine.Address);
        Assert.Equal(HttpStatusCode.Redirect, status);
        Assert.Contains("; path=/console; samesite=strict; httponly", cookie, StringComparison.Ordinal);

        using HttpResponseMessage page = await browser.GetAsync("/console/models", Stop);
        string html = await page.Content.ReadAsStringAsync(Stop);
        Assert.Contains("Models and rollouts", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.StartsWith(
            "default-src 'self'; ",
            page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
        using HttpResponseMessage script = await browser.GetAsync("/console/_framework/blazor.web.js", Stop);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_setting_removes_every_route_and_file()
    {
        using TempFolder data = new();
        await using EngineProcess engine = await StartAsync(data, ("Personalization__Console", "false"));
        using HttpClient browser = ContractHandler.Client(engine.Address);

        foreach (string path in (string[])
            ["/console", "/console/", "/console/models", "/console/_framework/blazor.web.js",
                "/console/_content/MudBlazor/MudBlazor.min.css", "/console/_blazor/negotiate"])
        {
            using HttpResponseMessage answer = await browser.GetAsync(path, Stop);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static Task<EngineProcess> StartAsync(TempFolder data, params (string Name, string Value)[] settings)
    {
        EngineLaunch launch = new(data.Path);
        foreach ((string name, string value) in settings)
        {
            launch = launch with { Environment = launch.Environment.SetItem(name, value) };
        }

        return EngineProcess.StartAsync(launch, Stop);
    }

    private static async Task<(HttpStatusCode Status, string Cookie)> SignInAsync(
        HttpClient browser, string key, Uri origin)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/console/sign-in")
        {
            Content = new FormUrlEncodedContent([new("key", key), new("to", "/models")]),
        };
        request.Headers.Add("Origin", origin.GetLeftPart(UriPartial.Authority));
        using HttpResponseMessage answer = await browser.SendAsync(request, Stop);
        return (
            answer.StatusCode,
            answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies)
                ? cookies.Single()
                : string.Empty);
    }
}
