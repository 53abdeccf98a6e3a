using System.Net.Security;
using Personalization.Hosting.Settings;
using Personalization.Testing;

namespace Personalization.Tests.Api.Edge;

/// <summary>HTTPS by Kestrel's own settings, as the guide on keys describes it.</summary>
public sealed class HttpsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new("test", TimeProvider.System);

    [Fact]
    public async Task The_api_serves_https_with_pem_files_and_asks_browsers_to_stay_on_https()
    {
        await using EdgeServer server = await StartAsync();
        using HttpResponseMessage outside = await AskAsync(server, "api.shop.example");
        using HttpResponseMessage inside = await AskAsync(server, "127.0.0.1");

        Assert.True(outside.IsSuccessStatusCode);
        Assert.True(Assert.Single(outside.Headers.GetValues("Strict-Transport-Security")).Length > 0);
        Assert.False(inside.Headers.Contains("Strict-Transport-Security"));
    }

    private static async Task<HttpResponseMessage> AskAsync(EdgeServer server, string host)
    {
        using SocketsHttpHandler handler = new()
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, remote, _, _) => remote?.Subject == "CN=api",
            },
        };
        using HttpClient http = new(handler) { BaseAddress = server.Http.BaseAddress };
        using HttpRequestMessage request = new(HttpMethod.Get, "/health/live");
        request.Headers.Host = host;
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private Task<EdgeServer> StartAsync()
    {
        ClusterTlsSettings files = _authority.Write(_folder.Path, "api");
        return EdgeServer.StartAsync(
            [],
            ("Keys:0:Key", "reader-0123456789"),
            ("Keys:0:Role", "read"),
            ("Kestrel:Endpoints:Https:Url", "https://127.0.0.1:0"),
            ("Kestrel:Endpoints:Https:Certificate:Path", files.CertificatePath!),
            ("Kestrel:Endpoints:Https:Certificate:KeyPath", files.PrivateKeyPath!));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }
}
