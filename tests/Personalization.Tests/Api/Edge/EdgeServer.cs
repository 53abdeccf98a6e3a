using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Hosting;
using Personalization.Storage.Resilience;
using Personalization.Testing.Contract;

namespace Personalization.Tests.Api.Edge;

/// <summary>The real HTTP API on a socket, with a scripted engine.</summary>
internal sealed class EdgeServer : IAsyncDisposable
{
    /// <summary>The document of this build, from a separate server: no test's server counts the call.</summary>
    private static readonly Lazy<Task<ApiContract>> Contract = new(ReadContractAsync);

    private readonly WebApplication _app;

    private EdgeServer(WebApplication app, HttpClient http)
    {
        _app = app;
        Http = http;
        Http.BaseAddress = new Uri(app.Urls.First());
    }

    public HttpClient Http { get; }

    public DataQualityTallies Tallies => _app.Services.GetRequiredService<DataQualityTallies>();

    public ThreadDelay Delay => _app.Services.GetRequiredService<ThreadDelay>();

    public FallbackLists Fallback => _app.Services.GetRequiredService<FallbackLists>();

    public IEnumerable<string> OpenBreakers => _app.Services.GetRequiredService<Pipelines>().OpenBreakers;

    /// <summary>Gets the OpenAPI document of this build.</summary>
    public static Task<ApiContract> ContractAsync() => Contract.Value;

    /// <summary>Starts a server. Its answers are compared with the OpenAPI document.</summary>
    public static async Task<EdgeServer> StartAsync(object[] grains, params (string Key, string Value)[] settings) =>
        new(
            await StartAppAsync(grains, settings),
            new HttpClient(new ContractHandler(new SocketsHttpHandler(), await ContractAsync())));

    private static async Task<ApiContract> ReadContractAsync()
    {
        await using EdgeServer server = new(await StartAppAsync([], []), new HttpClient());
        return new ApiContract(await server.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
    }

    private static async Task<WebApplication> StartAppAsync(object[] grains, (string Key, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            settings.Select(pair => KeyValuePair.Create(
                pair.Key.StartsWith("Kestrel:", StringComparison.Ordinal)
                    ? pair.Key
                    : $"Personalization:Api:{pair.Key}",
                (string?)pair.Value)));
        // A short timeout, because some engines always fail.
        builder.Configuration["Personalization:Api:WriteTimeoutMs"] ??= "300";
        builder.Configuration["Personalization:Api:ProbeSeconds"] ??= "0"; // only the test sends requests
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.AddApi();
        // A busy machine must not change the answers; tests report delays themselves.
        _ = builder.Services.Remove(
            builder.Services.Single(service => service.ImplementationType == typeof(ThreadDelayMonitor)));
        _ = builder.Services.AddSingleton(_ => new WrongKeys(TimeSpan.FromDays(1)));
        builder.Services.AddSingleton<IGrainFactory>(new ScriptedGrains(grains));
        builder.Services.AddSingleton(EventVocabulary.Default);
        WebApplication app = builder.Build();
        app.UseApi();
        await app.StartAsync();
        return app;
    }

    public async Task<EdgeAnswer> SendAsync(
        HttpMethod method, string path, string? body = null, string type = "application/json", string? key = null)
    {
        using HttpRequestMessage request = new(method, path);
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
        string text = await response.Content.ReadAsStringAsync();
        return new EdgeAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.RetryAfter?.Delta,
            text);
    }

    /// <summary>Sends a GET with headers, also those that the client sets itself, such as Host.</summary>
    public async Task<int> StatusAsync(string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using HttpResponseMessage response = await Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
