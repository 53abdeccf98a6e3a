using System.Buffers.Text;
using System.Security.Cryptography;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Limits;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Keys;

/// <summary><c>/v1/tokens</c>: user tokens for web pages.</summary>
internal static class TokenEndpoints
{
    private const int AnonymousIdBytes = 16;

    /// <summary>Maps the endpoints.</summary>
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder tokens = routes.MapGroup("/v1/tokens").WithTags("Keys");
        tokens.MapPost("", IssueAsync)
            .Note(
                "issueToken",
                "Issue user token",
                "Issues a token for the user in the body, or for a new anonymous user. A public key gets tokens of "
                    + "anonymous users only, if the settings allow it; its earlier token is renewed.",
                ApiRight.IssueTokens,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawTokenRequest>(isOptional: true, "application/json")
            .Example(
                """
                {"userId":"ann"}
                """)
            .WithMetadata(new OptionalBody())
            .Produces<TokenResponse>(StatusCodes.Status201Created);
        tokens.MapPost("/rotate", RotateAsync)
            .Note(
                "rotateTokenSecret",
                "Rotate token secret",
                "Creates the cluster's secret for user tokens. Tokens of older secrets stay valid until they expire, "
                    + "unless dropOld is true.",
                ApiRight.Operate,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawSecretRotation>(isOptional: true, "application/json")
            .Example(
                """
                {"dropOld":false}
                """)
            .WithMetadata(new OptionalBody())
            .Produces<TokenKeyResponse>();
    }

    private static async Task IssueAsync(
        HttpContext context, BodyReader bodies, UserTokens tokens, ApiOptions options, AnonymousLimit limit)
    {
        PathId.NoQuery(context);
        ParsedElement<RawTokenRequest> body = await bodies.ReadOneAsync(
            context.Request, KeyReader.ReadToken, whenEmpty: new RawTokenRequest());
        bool isPublic = ApiKeyMiddleware.Of(context)?.Key.Role == ApiRole.Public;
        UserId user = NewAnonymous();
        if (body.Value!.UserId is { } named)
        {
            if (UserId.TryCreate(named, out user) is { } problem)
            {
                body.Errors.Add(new("$.userId", "invalid", $"userId {problem}."));
            }
            else if (SyntheticUsers.Contains(user))
            {
                body.Errors.Add(new("$.userId", "reserved", "userId is reserved for the engine."));
            }
        }

        if (body.Errors.Count > 0)
        {
            throw RequestRefusedException.Invalid(body.Errors);
        }

        if (isPublic)
        {
            RequireAnonymous(context, body.Value, options, limit);
            user = tokens.ReadForRenewal(context.Request.Headers.Authorization) ?? user;
        }

        IssuedToken issued = tokens.Issue(user) ?? throw new RequestRefusedException(
            ProblemCode.Unavailable, "The secret of user tokens is not known yet. Send the request again.");
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status201Created,
            new TokenResponse(issued.User, issued.Token, issued.ExpiresAt),
            KeyJson.Default.TokenResponse);
    }

    private static void RequireAnonymous(
        HttpContext context, RawTokenRequest body, ApiOptions options, AnonymousLimit limit)
    {
        if (!options.Tokens.Anonymous || body.UserId is not null)
        {
            throw new RequestRefusedException(ProblemCode.Forbidden, body.UserId is not null
                ? "A public key gets tokens of anonymous users only. The page's backend issues those of known users."
                : $"The page's backend issues tokens. {ApiOptions.Section}:Tokens:Anonymous lets pages get them.");
        }

        if (!limit.TryTake(context))
        {
            throw new RequestRefusedException(
                ProblemCode.TooManyRequests, "This address has received too many anonymous user tokens.");
        }
    }

    private static async Task RotateAsync(
        HttpContext context, IGrainFactory grains, KeyRefresher refresher, BodyReader bodies, TimeProvider time)
    {
        PathId.NoQuery(context);
        ParsedElement<RawSecretRotation> body = await bodies.ReadOneAsync(
            context.Request, KeyReader.ReadSecretRotation, whenEmpty: new RawSecretRotation());
        if (body.Errors.Count > 0)
        {
            throw RequestRefusedException.Invalid(body.Errors);
        }

        string id = await grains.GetGrain<IKeysGrain>(0)
            .RotateTokenSecretAsync(body.Value!.DropOld == true, ApiKeyMiddleware.OperatorOf(context));
        await refresher.TryRefreshAsync(context.RequestAborted);
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new TokenKeyResponse(id, time.GetUtcNow()),
            KeyJson.Default.TokenKeyResponse);
    }

    private static UserId NewAnonymous() => UserId.Create(
        UserTokens.AnonymousPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(AnonymousIdBytes)));
}
