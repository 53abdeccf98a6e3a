using System.Text;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Http;

/// <summary>
/// After routing: who calls, and may they? The key comes in <c>X-Api-Key</c>; the dashboard, which a browser opens,
/// also takes it as the password of HTTP Basic. Endpoints without a role (health, the API's description) are open.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeyRing keys)
{
    /// <summary>The header clients send their key in.</summary>
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

        KnownKey? key = keys.Find(ShownBy(context));
        if (key is null)
        {
            return RefuseUnknownAsync(context);
        }

        if (key.Role < needed)
        {
            return ProblemWriter.WriteAsync(context, ProblemCode.Forbidden, $"This needs the role "
                + $"{needed.ToString().ToLowerInvariant()}; the key has {key.Role.ToString().ToLowerInvariant()}.");
        }

        context.Items[Key] = key.Name;
        return next(context);
    }

    /// <summary>The name of the key this request was let in with; null in open mode.</summary>
    public static string? CallerOf(HttpContext context) => context.Items[Key] as string;

    /// <summary>
    /// Who stands in the record of a change: the name of the request's key, or <c>operator</c> in open mode.
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
            ? $"The key in {Header} is not known."
            : $"Send a key in the header {Header}.";
        return ProblemWriter.WriteAsync(context, ProblemCode.Unauthorized, detail);
    }

    private static string? ShownBy(HttpContext context)
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
