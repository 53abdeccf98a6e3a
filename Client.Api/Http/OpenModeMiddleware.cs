using System.Net;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Limits an API without keys to this machine: the <c>Host</c> must be a loopback name, and a page of another origin is
/// refused. The pipeline contains it in open mode only.
/// </summary>
/// <remarks>
/// Without it, any page in a browser on this machine could call the API, and a domain that resolves to 127.0.0.1 (DNS
/// rebinding) could read the responses. Browsers send <c>Origin</c> or <c>Sec-Fetch-Site</c>; other clients send
/// neither.
/// </remarks>
internal sealed class OpenModeMiddleware(RequestDelegate next, ApiOptions options)
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context) => ProblemOf(context.Request) is { } problem
        ? ProblemWriter.WriteAsync(context, ProblemCode.Forbidden, problem)
        : next(context);

    private string? ProblemOf(HttpRequest request)
    {
        if (!IsPlain(request.Host.Value) && !IsLoopback(request.Host.Host))
        {
            return $"The API has no keys and accepts only the host names 127.0.0.1, localhost and [::1] but the Host "
                + $"was '{request.Host}'. Set {ApiOptions.Section}:Keys to open it.";
        }

        if (IsPublicFile(request))
        {
            return null;
        }

        string? origin = request.Headers.Origin;
        if (origin is not null)
        {
            return IsOwn(request, origin) || options.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
                ? null
                : $"The API has no keys and refuses pages of other origins but the Origin was '{origin}'. List the "
                    + $"origin in {ApiOptions.Section}:CorsOrigins, or set {ApiOptions.Section}:Keys.";
        }

        string? site = request.Headers[FetchSite];
        return site is null or "none" or "same-origin"
            ? null
            : $"The API has no keys and refuses requests of other sites but {FetchSite} was '{site}'.";
    }

    /// <summary>A page that a person opens by a link of another site, or the script that every page may load.</summary>
    private static bool IsPublicFile(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && (request.Path.StartsWithSegments("/client", StringComparison.Ordinal)
            || (request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document"
                && !request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a header is 127.0.0.1 or localhost with or without a port, found without copies.</summary>
    private static bool IsPlain(ReadOnlySpan<char> host)
    {
        int colon = host.IndexOf(':');
        return (colon < 0 ? host : host[..colon]) is "127.0.0.1" or "localhost"
            && (colon < 0 || !host[(colon + 1)..].ContainsAnyExceptInRange('0', '9'));
    }

    private static bool IsOwn(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a host name is <c>localhost</c> or a loopback address.</summary>
    public static bool IsLoopback(string host) => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
