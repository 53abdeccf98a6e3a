using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Personalization.OperatorConsole.Access;

/// <summary>Sign-in with an API key, and sign-out.</summary>
internal static class SignInEndpoints
{
    /// <summary>The path below the console.</summary>
    public const string Path = "/sign-in";

    private const int LongestKey = 256;

    /// <summary>Maps the endpoints.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (string? to) => Page(to, null)).ExcludeFromDescription();
        routes.MapPost(Path, PostAsync).ExcludeFromDescription().DisableAntiforgery(); // ConsoleGate checks the origin
        routes.MapPost("/sign-out", SignOut).ExcludeFromDescription().DisableAntiforgery();
    }

    private static RazorComponentResult Page(string? to, string? problem) => new(
        typeof(SignInPage),
        new Dictionary<string, object?> { [nameof(SignInPage.To)] = to, [nameof(SignInPage.Problem)] = problem });

    private static async Task<IResult> PostAsync(HttpContext context, IConsoleDoor door)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        string key = form["key"].ToString().Trim();
        string to = form["to"].ToString();
        if (key.Length is 0 or > LongestKey)
        {
            return Page(to, "Enter an API key.");
        }

        ConsoleSignIn result = door.SignIn(key, context.Connection.RemoteIpAddress ?? (object)string.Empty);
        if (result.Session is null)
        {
            context.Response.StatusCode = result.RetryAfter is null
                ? StatusCodes.Status403Forbidden
                : StatusCodes.Status429TooManyRequests;
            if (result.RetryAfter is { } wait)
            {
                context.Response.Headers.RetryAfter =
                    Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            return Page(to, result.Problem);
        }

        context.Response.Cookies.Append(ConsoleGate.Cookie, result.Session, CookieOf(context, result.ExpiresAt));
        return Results.LocalRedirect($"~{(IsLocal(to) ? to : "/")}");
    }

    private static IResult SignOut(HttpContext context)
    {
        context.Response.Cookies.Delete(ConsoleGate.Cookie, CookieOf(context, DateTimeOffset.UnixEpoch));
        return Results.LocalRedirect($"~{Path}");
    }

    private static CookieOptions CookieOf(HttpContext context, DateTimeOffset expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = context.Request.PathBase,
        Expires = expires,
        IsEssential = true,
    };

    private static bool IsLocal(string to) =>
        to.StartsWith('/')
        && !to.StartsWith("//", StringComparison.Ordinal)
        && !to.Contains('\\', StringComparison.Ordinal);
}
