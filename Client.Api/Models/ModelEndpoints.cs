using Personalization.Abstractions.Models;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Models;

/// <summary><c>/v1/models</c>: model versions, training, promotion and rollback.</summary>
internal static class ModelEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder models = routes.MapGroup("/v1/models").WithTags("Models");
        models.MapGet("", GetAsync)
            .Note(
                "getModels",
                "List model versions",
                "All versions with their offline reports, and the training status.",
                ApiRight.Operate)
            .Produces<ModelCatalog>();
        models.MapPost("/train", TrainAsync)
            .Note(
                "train",
                "Train model",
                "Starts training on the whole event log. "
                    + "A version that passes the promotion gate goes live automatically.",
                ApiRight.Operate,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawTrain>(isOptional: true, "application/json")
            .Example(
                """
                {"seed":1}
                """)
            .WithMetadata(new OptionalBody())
            .Produces<TrainingStatus>(StatusCodes.Status202Accepted);
        models.MapPost("/{version}/promote", PromoteAsync)
            .Note(
                "promoteModel",
                "Promote model version",
                "Makes a version live, even if it failed the promotion gate.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Produces<ModelCatalog>();
        models.MapPost("/rollback", RollBackAsync)
            .Note(
                "rollBackModel",
                "Roll back model",
                "Makes the previous version live.",
                ApiRight.Operate,
                ProblemCode.Conflict)
            .Produces<ModelCatalog>();
    }

    private static async Task GetAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        await AnswerAsync(context, await Models(grains).GetAsync());
    }

    private static async Task TrainAsync(HttpContext context, IGrainFactory grains, BodyReader bodies)
    {
        PathId.NoQuery(context);
        ParsedElement<RawTrain> body = await bodies.ReadOneAsync(
            context.Request, TrainReader.Read, whenEmpty: new RawTrain());
        if (body.Errors.Count > 0)
        {
            throw RequestRefusedException.Invalid(body.Errors);
        }

        (TrainingStatus status, bool started) = await Models(grains).TrainAsync(body.Value!.Seed);
        if (!started)
        {
            throw new RequestRefusedException(ProblemCode.Conflict, status.Step == TrainingStatus.Held
                ? status.Error!
                : $"Training is already running ({status.Step}, {status.Progress:P0}).");
        }

        await JsonResponse.WriteAsync(context, StatusCodes.Status202Accepted, status, ModelJson.Default.TrainingStatus);
    }

    private static async Task PromoteAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        string version = PathIdMiddleware.IdOf(context);
        try
        {
            await AnswerAsync(context, await Models(grains).PromoteAsync(version));
        }
        catch (KeyNotFoundException)
        {
            throw new RequestRefusedException(ProblemCode.NotFound, $"Model version '{version}' does not exist.");
        }
    }

    private static async Task RollBackAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        ModelCatalog catalog;
        try
        {
            catalog = await Models(grains).RollBackAsync();
        }
        catch (InvalidOperationException)
        {
            throw new RequestRefusedException(ProblemCode.Conflict, "No previous model version to roll back to.");
        }

        await AnswerAsync(context, catalog);
    }

    private static Task AnswerAsync(HttpContext context, ModelCatalog catalog) =>
        JsonResponse.WriteAsync(context, StatusCodes.Status200OK, catalog, ModelJson.Default.ModelCatalog);

    private static IModelGrain Models(IGrainFactory grains) => grains.GetGrain<IModelGrain>(0);
}
