using System.Text;
using Microsoft.AspNetCore.Builder;
using Personalization.Client.Api.Hosting;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Http;

/// <summary>The whole product on a free port, with a temporary store.</summary>
public sealed class HttpEngine : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("personalization-http-").FullName;
    private readonly string[] _settings;
    private WebApplication? _app;
    private ApiDescription? _description;

    public HttpEngine()
        : this([])
    {
    }

    internal HttpEngine(params string[] settings) => _settings = settings;

    public HttpClient Http { get; } = ContractHandler.Client();

    public Uri Url => Http.BaseAddress!;

    public async ValueTask InitializeAsync()
    {
        _app = Server.Build(
            [
                "--urls=http://127.0.0.1:0",
                $"--Personalization:DataPath={_folder}",
                "--Personalization:Sample=false",
                "--Logging:LogLevel:Default=None",
                "--Logging:LogLevel:Orleans=None",
                "--Logging:LogLevel:Microsoft=None",
                "--Logging:LogLevel:Polly=None",
                .. _settings]);
        await _app.StartAsync();
        Http.BaseAddress = new Uri(_app.Urls.First());
        _description = ApiDescription.Parse(await Http.GetStringAsync("/openapi/v1.json"));
    }

    /// <summary>Sends a request. Fails when the OpenAPI document does not list the response's status.</summary>
    public async Task<HttpAnswer> SendAsync(
        string method, string path, string? body = null, string type = "application/json", string? key = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new(type);
        }

        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using HttpResponseMessage response = await Http.SendAsync(request);
        HttpAnswer answer = new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync());
        _description!.Check(method, path, answer);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
