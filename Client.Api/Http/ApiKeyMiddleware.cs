using System.Text;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Authenticates a request by its API key and checks the role that the endpoint needs. Runs after routing.
/// </summary>
/// <remarks>
/// The header <c>X-Api-Key</c> carries the key. The dashboard also accepts the key as the password of HTTP Basic,
/// because a browser opens it. Endpoints without a role (health, OpenAPI) are open.
/// </remarks>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeyRing keys)
{
    /// <summary>The request header that carries the API key.</summary>
    public const string Header = "X-Api-Key";

    private const string Dashboard = "/dashboard";
    private static readonly object Key = new();

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (keys.IsOpen || RoleFor(context) is not { } needed)
        {
            return next(context);
        }

        KnownKey? key = keys.Find(KeyOf(context));
        if (key is null)
        {
            return RefuseUnknownAsync(context);
        }

        if (key.Role < needed)
        {
            return ProblemWriter.WriteAsync(context, ProblemCode.Forbidden, $"This endpoint requires the role "
                + $"{needed.ToString().ToLowerInvariant()} but the key's role is "
                + $"{key.Role.ToString().ToLowerInvariant()}.");
        }

        context.Items[Key] = key.Name;
        return next(context);
    }

    /// <summary>The name of the request's API key; null in open mode.</summary>
    public static string? CallerOf(HttpContext context) => context.Items[Key] as string;

    /// <summary>
    /// The operator's name for audit records: the name of the API key, or <c>operator</c> in open mode.
    /// </summary>
    public static string OperatorOf(HttpContext context) => CallerOf(context) ?? "operator";

    private static ApiRole? RoleFor(HttpContext context) =>
        context.Request.Path.StartsWithSegments(Dashboard, StringComparison.OrdinalIgnoreCase)
            ? ApiRole.Operate
            : context.GetEndpoint()?.Metadata.GetMetadata<RequiredRole>()?.Role;

    private static Task RefuseUnknownAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(Dashboard, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"personalization\", charset=\"UTF-8\"";
        }

        string detail = context.Request.Headers.ContainsKey(Header)
            ? $"The API key in {Header} is unknown."
            : $"Send an API key in the header {Header}.";
        return ProblemWriter.WriteAsync(context, ProblemCode.Unauthorized, detail);
    }

    private static string? KeyOf(HttpContext context)
    {
        string? key = context.Request.Headers[Header];
        return key ?? (context.Request.Path.StartsWithSegments(Dashboard, StringComparison.OrdinalIgnoreCase)
            ? BasicPassword(context.Request.Headers.Authorization)
            : null);
    }

    private static string? BasicPassword(string? authorization)
    {
        const string scheme = "Basic ";
        if (authorization?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[1024];
        if (!Convert.TryFromBase64String(authorization[scheme.Length..].Trim(), bytes, out int length))
        {
            return null;
        }

        string pair = Encoding.UTF8.GetString(bytes[..length]);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }
}

/// <summary>Endpoint metadata: the least role of the caller's key.</summary>
internal sealed record RequiredRole(ApiRole Role);
