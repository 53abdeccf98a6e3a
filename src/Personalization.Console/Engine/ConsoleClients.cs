using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Personalization.Client;
using Personalization.Client.Http;
using Personalization.OperatorConsole.Access;

namespace Personalization.OperatorConsole.Engine;

/// <summary>Creates the clients with which the console calls the API of the same process.</summary>
/// <remarks>
/// The calls use the public REST contract over the loopback address, so that the console cannot do more than a client
/// can. The process calls itself: the certificate names its public host, which the loopback address does not match.
/// </remarks>
internal sealed class ConsoleClients(IServer server, IConsoleDoor door) : IDisposable
{
    /// <summary>The header that names the signed-in person for audit records.</summary>
    public const string OperatorHeader = "X-Console-Operator";

    private const string KeyHeader = "X-Api-Key";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SocketsHttpHandler _handler = new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        },
    };

    /// <summary>Creates the client of one person.</summary>
    public PersonalizationClient For(ConsoleUser user)
    {
        HttpClient http = new(new LookOnly(_handler, user.CanChange), disposeHandler: false)
        {
            BaseAddress = ConsoleAddress.Of(server),
            Timeout = Patience,
        };
        if (door.EngineKey is { } key)
        {
            http.DefaultRequestHeaders.Add(KeyHeader, key);
            http.DefaultRequestHeaders.Add(OperatorHeader, Uri.EscapeDataString(user.Name));
        }

        return new PersonalizationClient(http);
    }

    /// <inheritdoc/>
    public void Dispose() => _handler.Dispose();

    /// <summary>Refuses changes of people who may only look. Buttons are disabled too; this is the guarantee.</summary>
    private sealed class LookOnly(HttpMessageHandler inner, bool canChange) : DelegatingHandler(inner)
    {
        private static readonly string[] Reads = ["/rank", "/pages", "/similar", "/preview", "/items/get"];

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            canChange || IsRead(request.Method, request.RequestUri!.AbsolutePath)
                ? base.SendAsync(request, cancellationToken)
                : throw new PersonalizationException(
                    ProblemCodes.Forbidden,
                    "Your key can look but not change. Sign in with a key of the role operate.",
                    HttpStatusCode.Forbidden);

        /// <summary>An export takes everything out: it is no look.</summary>
        private static bool IsRead(HttpMethod method, string path) =>
            !path.StartsWith("/v1/exports", StringComparison.Ordinal)
            && (method == HttpMethod.Get || Reads.Any(end => path.EndsWith(end, StringComparison.Ordinal)));
    }
}
