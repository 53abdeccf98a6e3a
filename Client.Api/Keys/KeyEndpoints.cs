using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Keys;

/// <summary><c>/v1/keys</c>: keys that are created, rotated and revoked at run time.</summary>
internal static class KeyEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder keys = routes.MapGroup("/v1/keys").WithTags("Keys");
        keys.MapGet("", ListAsync)
            .Note("getKeys", "List keys", "The keys, their last use, and the latest changes.", ApiRight.Operate)
            .Produces<KeyListResponse>();
        keys.MapPost("", CreateAsync)
            .Note(
                "createKey",
                "Create key",
                "Creates a key. Only this response shows its text. All API processes accept it within seconds.",
                ApiRight.Operate,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawKey>("application/json")
            .Example(
                """
                {"name":"shop page","role":"public","origins":["https://shop.example"]}
                """)
            .Produces<NewKeyResponse>(StatusCodes.Status201Created);
        keys.MapPost("/{id}/rotate", RotateAsync)
            .Note(
                "rotateKey",
                "Rotate key",
                "Replaces the text of a key. The old text stays valid for graceMinutes, 60 by default.",
                ApiRight.Operate,
                ProblemCode.NotFound,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawRotation>(isOptional: true, "application/json")
            .Example(
                """
                {"graceMinutes":60}
                """)
            .WithMetadata(new OptionalBody())
            .Produces<NewKeyResponse>();
        keys.MapDelete("/{id}", RevokeAsync)
            .Note(
                "revokeKey",
                "Revoke key",
                "Revokes a key for ever. All API processes refuse it within seconds.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Produces<KeyResponse>();
    }

    private static async Task ListAsync(HttpContext context, IGrainFactory grains, ApiKeyRing ring)
    {
        PathId.NoQuery(context);
        KeyBoard board = (await Owner(grains).GetAsync(0))!;
        KeyListResponse response = new(
            [.. ring.Configured.Select(KeyResponse.Of), .. board.Keys.Select(KeyResponse.Of)],
            [.. board.TokenSecrets.Select(secret => new TokenKeyResponse(secret.Id, secret.CreatedAt))],
            board.Changes);
        await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, response, KeyJson.Default.KeyListResponse);
    }

    private static async Task CreateAsync(
        HttpContext context,
        IGrainFactory grains,
        ApiKeyRing ring,
        KeyRefresher refresher,
        BodyReader bodies,
        TimeProvider time)
    {
        PathId.NoQuery(context);
        RawKey body = Valid(await bodies.ReadOneAsync<RawKey>(context.Request, KeyReader.ReadKey));
        if (ring.IsOpen)
        {
            throw new RequestRefusedException(
                ProblemCode.Conflict, $"Without a key in {ApiOptions.Section}:Keys the API checks no keys. Set a key "
                    + "with the role operate first.");
        }

        ApiRole role = Enum.Parse<ApiRole>(body.Role!, ignoreCase: true);
        string text = KeyText.New(role);
        RuntimeKey key = new()
        {
            Id = KeyText.NewId(),
            Name = body.Name!,
            Role = RoleRights.NameOf(role),
            Hash = KeyText.HashOf(text),
            Origins = [.. (body.Origins ?? []).OfType<string>()],
            CreatedAt = time.GetUtcNow(),
        };
        try
        {
            key = await Owner(grains).CreateAsync(key, ApiKeyMiddleware.OperatorOf(context));
        }
        catch (InvalidOperationException refused)
        {
            throw new RequestRefusedException(ProblemCode.Conflict, refused.Message);
        }

        await refresher.TryRefreshAsync(context.RequestAborted);
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status201Created,
            new NewKeyResponse(text, KeyResponse.Of(key)),
            KeyJson.Default.NewKeyResponse);
    }

    private static async Task RotateAsync(
        HttpContext context, IGrainFactory grains, KeyRefresher refresher, BodyReader bodies, TimeProvider time)
    {
        PathId.NoQuery(context);
        RawRotation body = Valid(
            await bodies.ReadOneAsync(context.Request, KeyReader.ReadRotation, whenEmpty: new RawRotation()));
        string id = PathIdMiddleware.IdOf(context);
        KeyBoard board = (await Owner(grains).GetAsync(0))!;
        RuntimeKey old = board.Keys.FirstOrDefault(key => key.Id == id) ?? throw NotFound(id);
        string text = KeyText.New(Enum.TryParse(old.Role, ignoreCase: true, out ApiRole role) ? role : ApiRole.Read);
        RuntimeKey key = await Owner(grains).RotateAsync(
            id,
            KeyText.HashOf(text),
            time.GetUtcNow().AddMinutes(body.GraceMinutes ?? RawRotation.DefaultGraceMinutes),
            ApiKeyMiddleware.OperatorOf(context)) ?? throw NotFound(id);
        await refresher.TryRefreshAsync(context.RequestAborted);
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new NewKeyResponse(text, KeyResponse.Of(key)),
            KeyJson.Default.NewKeyResponse);
    }

    private static async Task RevokeAsync(HttpContext context, IGrainFactory grains, KeyRefresher refresher)
    {
        PathId.NoQuery(context);
        string id = PathIdMiddleware.IdOf(context);
        RuntimeKey key = await Owner(grains).RevokeAsync(id, ApiKeyMiddleware.OperatorOf(context))
            ?? throw NotFound(id);
        await refresher.TryRefreshAsync(context.RequestAborted);
        await JsonResponse.WriteAsync(
            context, StatusCodes.Status200OK, KeyResponse.Of(key), KeyJson.Default.KeyResponse);
    }

    private static IKeysGrain Owner(IGrainFactory grains) => grains.GetGrain<IKeysGrain>(0);

    private static T Valid<T>(ParsedElement<T> body)
        where T : class => body.Errors.Count > 0 ? throw RequestRefusedException.Invalid(body.Errors) : body.Value!;

    private static RequestRefusedException NotFound(string id) => new(
        ProblemCode.NotFound, $"No valid key that was created at run time has the id '{id}'.");
}
