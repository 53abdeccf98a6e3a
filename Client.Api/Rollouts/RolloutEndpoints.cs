using System.Collections.Immutable;
using Personalization.Abstractions.Rollouts;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Rollouts;

/// <summary><c>/v1/rollouts</c>: a model version's way to all users, or back.</summary>
internal static class RolloutEndpoints
{
    private static readonly ProblemCode[] Changes =
    [ProblemCode.NotFound, ProblemCode.Conflict, ProblemCode.TooLarge, ProblemCode.UnsupportedMediaType];

    /// <summary>Maps the endpoints.</summary>
    public static void MapRollouts(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder rollouts = routes.MapGroup("/v1/rollouts").WithTags("Rollouts");
        _ = rollouts.MapGet("", ListAsync).Note(
            "getRollouts",
            "The rollouts, newest first, each with its reports and its audit log.",
            ApiRole.Operate).Produces<RolloutList>();
        _ = rollouts.MapPost("", StartAsync)
            .Note("startRollout", "Rolls a model version out: compared with the live one, ranked beside it, given to "
                + "1, 5, 25 and 50 % of the users, then to all; or back, by itself.", ApiRole.Operate, Changes)
            .Accepts<RawRollout>("application/json").Produces<Rollout>(StatusCodes.Status202Accepted);
        _ = rollouts.MapGet("/{version}", GetAsync)
            .Note("getRollout", "The newest rollout of a version.", ApiRole.Operate, ProblemCode.NotFound)
            .Produces<Rollout>();
        MapEnd(
            rollouts,
            "rollback",
            "rollBackRollout",
            "Takes the version back from everybody who gets it, also when it went live: no silo that can be reached "
                + "serves it when the call returns.",
            (grain, version, who, why) => grain.RollBackAsync(version, who, why));
        MapEnd(
            rollouts,
            "stop",
            "stopRollout",
            "Ends a rollout that goes on and says nothing about the version.",
            (grain, version, who, why) => grain.StopAsync(version, who, why));
    }

    private static void MapEnd(
        RouteGroupBuilder rollouts,
        string what,
        string name,
        string summary,
        Func<IRolloutGrain, string, string, string, ValueTask<Rollout>> end) =>
        rollouts.MapPost(
            $"/{{version}}/{what}",
            (HttpContext context, IGrainFactory grains, BodyReader bodies) => EndAsync(context, grains, bodies, end))
            .Note(name, summary, ApiRole.Operate, Changes)
            .Accepts<RawRollout>(isOptional: true, "application/json")
            .WithMetadata(new OptionalBody())
            .Produces<Rollout>();

    private static async Task ListAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new RolloutList(await Rollouts(grains).GetAsync()),
            RolloutJson.Default.RolloutList);
    }

    private static async Task GetAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        string version = PathIdMiddleware.IdOf(context);
        ImmutableArray<Rollout> rollouts = await Rollouts(grains).GetAsync();
        Rollout rollout = rollouts.FirstOrDefault(known => known.Version == version)
            ?? throw new RequestRefusedException(
                ProblemCode.NotFound, $"There is no rollout of the version '{version}'.");
        await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, rollout, RolloutJson.Default.Rollout);
    }

    private static async Task StartAsync(HttpContext context, IGrainFactory grains, BodyReader bodies)
    {
        PathId.NoQuery(context);
        RawRollout body = Valid(await bodies.ReadOneAsync<RawRollout>(context.Request, RolloutReader.ReadStart));
        await AnswerAsync(
            context,
            StatusCodes.Status202Accepted,
            Rollouts(grains).StartAsync(body.Version!, ApiKeyMiddleware.OperatorOf(context)));
    }

    private static async Task EndAsync(
        HttpContext context,
        IGrainFactory grains,
        BodyReader bodies,
        Func<IRolloutGrain, string, string, string, ValueTask<Rollout>> end)
    {
        PathId.NoQuery(context);
        RawRollout body = Valid(
            await bodies.ReadOneAsync(context.Request, RolloutReader.Read, whenEmpty: new RawRollout()));
        await AnswerAsync(context, StatusCodes.Status200OK, end(
            Rollouts(grains),
            PathIdMiddleware.IdOf(context),
            ApiKeyMiddleware.OperatorOf(context),
            body.Reason ?? "No reason was given."));
    }

    private static RawRollout Valid(ParsedElement<RawRollout> body) =>
        body.Errors.Count > 0 ? throw RequestRefusedException.Invalid(body.Errors) : body.Value!;

    private static async Task AnswerAsync(HttpContext context, int status, ValueTask<Rollout> change)
    {
        Rollout rollout;
        try
        {
            rollout = await change;
        }
        catch (KeyNotFoundException unknown)
        {
            throw new RequestRefusedException(ProblemCode.NotFound, unknown.Message);
        }
        catch (InvalidOperationException refused)
        {
            throw new RequestRefusedException(ProblemCode.Conflict, refused.Message);
        }

        await JsonResponse.WriteAsync(context, status, rollout, RolloutJson.Default.Rollout);
    }

    private static IRolloutGrain Rollouts(IGrainFactory grains) => grains.GetGrain<IRolloutGrain>(0);
}
