using System.Globalization;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Authenticates a request by its API key and checks the right that the endpoint needs. Runs after routing.
/// </summary>
/// <remarks>
/// The header <c>X-Api-Key</c> carries the key. A public key also needs an origin and, for the data of a user, a user
/// token. The dashboard also accepts the key as the password of HTTP Basic, because a browser opens it. Endpoints
/// without a right (health, OpenAPI) are open.
/// </remarks>
internal sealed class ApiKeyMiddleware(
    RequestDelegate next, ApiKeyRing keys, UserTokens tokens, WrongKeys wrong, TimeProvider time)
{
    /// <summary>The request header that carries the API key.</summary>
    public const string Header = "X-Api-Key";

    /// <summary>The header in which the console names its signed-in person. Read with the console's key only.</summary>
    public const string OperatorHeader = "X-Console-Operator";

    private const int LongestOperator = 200;

    private static readonly object Key = new();
    private static readonly object Operator = new();
    private static readonly object Found = new();

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (keys.IsOpen || RightFor(context) is not { } needed)
        {
            return next(context);
        }

        KnownKey? key = Find(context, keys);
        if (key is null || !wrong.Accepts(key, ClientAddress.Of(context)))
        {
            return RefuseUnknownAsync(context, key is not null);
        }

        if (!key.Role.Has(needed))
        {
            return ProblemWriter.WriteAsync(
                context, ProblemCode.Forbidden, $"This endpoint requires the role {RoleRights.RolesWith(needed)} but "
                    + $"the key's role is {RoleRights.NameOf(key.Role)}.");
        }

        Caller? caller = key.Caller;
        if (key.Role == ApiRole.Public && PublicProblem(context, key, needed, ref caller) is { } refusal)
        {
            return ProblemWriter.WriteAsync(context, refusal.Code, refusal.Detail);
        }

        key.Use(time.GetUtcNow());
        context.Items[Key] = caller;
        if (key == keys.Console && context.Request.Headers[OperatorHeader].ToString() is { Length: > 0 } name)
        {
            context.Items[Operator] = Uri.UnescapeDataString(name[..Math.Min(name.Length, LongestOperator)]);
        }

        return next(context);
    }

    /// <summary>Finds the key of a request once; null when it has none or an unknown one.</summary>
    public static KnownKey? Find(HttpContext context, ApiKeyRing keys)
    {
        if (context.Items.TryGetValue(Found, out object? found))
        {
            return found as KnownKey;
        }

        KnownKey? key = keys.Find(ShownKey.Of(context));
        if (context.Request.Headers.Origin.Count > 0)
        {
            context.Items[Found] = key; // CORS asks first
        }

        return key;
    }

    /// <summary>Whether the key and the user token of a request in progress are still valid.</summary>
    public static bool IsStillValid(HttpContext context, ApiKeyRing keys, UserTokens tokens) =>
        keys.IsOpen
        || (keys.Find(ShownKey.Of(context)) is { } key
            && (key.Role != ApiRole.Public || tokens.Read(context.Request.Headers.Authorization, out _) is null));

    /// <summary>The name of the request's API key; null in open mode.</summary>
    public static string? CallerOf(HttpContext context) => Of(context)?.Key.Name;

    /// <summary>The sender of the request; null in open mode and for open endpoints.</summary>
    public static Caller? Of(HttpContext context) => context.Items[Key] as Caller;

    /// <summary>
    /// The operator's name for audit records: the name of the API key or of the console's signed-in person, or
    /// <c>operator</c> in open mode.
    /// </summary>
    public static string OperatorOf(HttpContext context) =>
        context.Items[Operator] as string ?? CallerOf(context) ?? "operator";

    private static ApiRight? RightFor(HttpContext context) =>
        ShownKey.IsForDashboard(context)
            ? ApiRight.Operate
            : context.GetEndpoint()?.Metadata.GetMetadata<RequiredRight>()?.Right;

    /// <summary>A public key is visible to everybody: its origin and its user token limit what it can reach.</summary>
    private (ProblemCode Code, string Detail)? PublicProblem(
        HttpContext context, KnownKey key, ApiRight needed, ref Caller caller)
    {
        string? origin = context.Request.Headers.Origin;
        if (key.IsForOwnPages)
        {
            if (!OwnPage.Sends(context.Request))
            {
                return (ProblemCode.Forbidden, "The key is for pages of this API's own origin.");
            }
        }
        else if (origin is null
            ? context.Request.Headers["Sec-Fetch-Site"] != "same-origin"
            : !key.Origins.Contains(origin))
        {
            return (ProblemCode.Forbidden, origin is null
                ? "A public key is used by pages of its origins but the request has no Origin."
                : $"The key is not for pages of the origin '{origin}'.");
        }

        if (needed is ApiRight.ReadLists or ApiRight.IssueTokens)
        {
            return null;
        }

        string? only = needed == ApiRight.WriteEvents ? null : PathIdMiddleware.IdOf(context) ?? string.Empty;
        if (TokenProblem(context, tokens, only, out UserId user) is { } problem)
        {
            return problem;
        }

        caller = new Caller(key, user);
        return null;
    }

    /// <summary>Reads the user token of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tokens">Checks the token.</param>
    /// <param name="only">The only user that the token may name; null for any.</param>
    /// <param name="user">The user that the token names.</param>
    /// <returns>Why the request is refused; null if it is not.</returns>
    public static (ProblemCode Code, string Detail)? TokenProblem(
        HttpContext context, UserTokens tokens, string? only, out UserId user)
    {
        if (tokens.Read(context.Request.Headers.Authorization, out user) is { } problem)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return (ProblemCode.Unauthorized, problem);
        }

        return only is not null && only != user.Value
            ? (ProblemCode.Forbidden, "The user token is for another user.")
            : null;
    }

    private Task RefuseUnknownAsync(HttpContext context, bool isSlowed)
    {
        TimeSpan? wait = ShownKey.Of(context) is null ? null
            : isSlowed ? WrongKeys.OneMoreEvery
            : wrong.Count(ClientAddress.Of(context));
        if (wait is { } pause)
        {
            context.Response.Headers.RetryAfter =
                Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ProblemWriter.WriteAsync(
                context, ProblemCode.TooManyRequests, "This address has sent too many unknown API keys.");
        }

        if (ShownKey.IsForDashboard(context))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"personalization\", charset=\"UTF-8\"";
        }

        string detail = context.Request.Headers.ContainsKey(Header)
            ? $"The API key in {Header} is unknown."
            : $"Send an API key in the header {Header}.";
        return ProblemWriter.WriteAsync(context, ProblemCode.Unauthorized, detail);
    }
}

/// <summary>Endpoint metadata: what the endpoint requires of the caller's key.</summary>
internal sealed record RequiredRight(ApiRight Right);
