using System.Collections.Immutable;
using Personalization.Abstractions.Rollouts;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Rollouts;

/// <summary><c>/v1/rollouts</c>: staged rollouts of model versions.</summary>
internal static class RolloutEndpoints
{
    private static readonly ProblemCode[] Changes =
    [ProblemCode.NotFound, ProblemCode.Conflict, ProblemCode.TooLarge, ProblemCode.UnsupportedMediaType];

    /// <summary>Maps the endpoints.</summary>
    public static void MapRollouts(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder rollouts = routes.MapGroup("/v1/rollouts").WithTags("Rollouts");
        rollouts.MapGet("", ListAsync)
            .Note(
                "getRollouts",
                "List rollouts",
                "Newest first, each with its reports and its audit log.",
                ApiRight.Operate)
            .Produces<RolloutList>();
        rollouts.MapPost("", StartAsync)
            .Note(
                "startRollout",
                "Start rollout",
                "Rolls a model version out in stages: offline gate, shadow ranking, 1, 5, 25 and 50 % of the users, "
                    + "then all users. A failed stage rolls the version back automatically.",
                ApiRight.Operate,
                Changes)
            .Accepts<RawRollout>("application/json")
            .Example(
                """
                {"version":"20261130-120000-1"}
                """)
            .Produces<Rollout>(StatusCodes.Status202Accepted);
        rollouts.MapGet("/{version}", GetAsync)
            .Note(
                "getRollout",
                "Get rollout",
                "The latest rollout of a model version.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Produces<Rollout>();
        MapEnd(
            rollouts,
            "rollback",
            "rollBackRollout",
            "Roll back version",
            "Withdraws the version from all users, even if it is live. "
                + "No reachable silo serves it when the call returns.",
            (grain, version, who, why) => grain.RollBackAsync(version, who, why));
        MapEnd(
            rollouts,
            "stop",
            "stopRollout",
            "Stop rollout",
            "Ends a running rollout without a verdict on the version.",
            (grain, version, who, why) => grain.StopAsync(version, who, why));
    }

    private static void MapEnd(
        RouteGroupBuilder rollouts,
        string action,
        string name,
        string summary,
        string detail,
        Func<IRolloutGrain, string, string, string, ValueTask<Rollout>> end) =>
        rollouts.MapPost(
            $"/{{version}}/{action}",
            (HttpContext context, IGrainFactory grains, BodyReader bodies) => EndAsync(context, grains, bodies, end))
            .Note(name, summary, detail, ApiRight.Operate, Changes)
            .Accepts<RawRollout>(isOptional: true, "application/json")
            .Example(
                """
                {"reason":"Too many returns."}
                """)
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
                ProblemCode.NotFound, $"Model version '{version}' has no rollout.");
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
            body.Reason ?? "No reason."));
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
