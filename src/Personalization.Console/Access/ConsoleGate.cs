using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Personalization.OperatorConsole.Access;

/// <summary>
/// Lets signed-in people pass, sends others to the sign-in page, and adds the security headers. The first middleware of
/// the console.
/// </summary>
/// <remarks>
/// The cookie has SameSite=Strict, and changes and live connections must come from a page of the console itself. So
/// another site can neither read nor change anything.
/// </remarks>
internal sealed class ConsoleGate(RequestDelegate next, IConsoleDoor door)
{
    /// <summary>The name of the session's cookie.</summary>
    public const string Cookie = "personalization-console";

    /// <summary>The claim of people who may change things.</summary>
    public const string CanChange = "canChange";

    /// <summary>
    /// Only files and connections of this server. MudBlazor sets styles in the page, so inline styles are allowed;
    /// inline scripts are not.
    /// </summary>
    private const string ContentPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin"; // without a referrer a form has no origin
        if (!IsOwnPage(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("The request does not come from a page of this console.");
            return;
        }

        ConsoleUser? user = door.IsOpen
            ? new ConsoleUser("operator", true)
            : door.Read(context.Request.Cookies[Cookie]);
        if (user is not null)
        {
            context.User = PrincipalOf(user);
        }
        else if (!IsForEverybody(context.Request.Path))
        {
            Refuse(context);
            return;
        }

        await next(context);
    }

    private static ClaimsPrincipal PrincipalOf(ConsoleUser user)
    {
        List<Claim> claims = [new(ClaimTypes.Name, user.Name)];
        if (user.CanChange)
        {
            claims.Add(new Claim(CanChange, "true"));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, "console"));
    }

    private static bool IsForEverybody(PathString path) => path == SignInEndpoints.Path
        || path.StartsWithSegments("/_content", StringComparison.Ordinal);

    /// <summary>
    /// Whether a change or a live connection comes from a page of this host. Browsers always send the origin with them.
    /// </summary>
    private static bool IsOwnPage(HttpRequest request)
    {
        bool isPlainRead = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && request.Headers.Upgrade.Count == 0;
        string? origin = request.Headers.Origin;
        return isPlainRead
            || (origin is not null
                && string.Equals(origin.Split("://")[^1], request.Host.Value, StringComparison.OrdinalIgnoreCase))
            || (origin is null && request.Headers["Sec-Fetch-Site"] == "same-origin");
    }

    private static void Refuse(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.Redirect($"{context.Request.PathBase}{SignInEndpoints.Path}"
                + QueryString.Create("to", context.Request.Path + context.Request.QueryString));
            return;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    }
}
