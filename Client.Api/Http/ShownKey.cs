using System.Text;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Reads the API key of a request: from its header or, for the dashboard, from the password of HTTP Basic.
/// </summary>
internal static class ShownKey
{
    private const string Dashboard = "/dashboard";

    /// <summary>Whether the request is for the dashboard, which a browser opens.</summary>
    public static bool IsForDashboard(HttpContext context) =>
        context.Request.Path.StartsWithSegments(Dashboard, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the key, valid or not; null for none.</summary>
    public static string? Of(HttpContext context)
    {
        string? key = context.Request.Headers[ApiKeyMiddleware.Header];
        return key ?? (IsForDashboard(context)
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
