using Personalization.Abstractions.Models;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Models;

/// <summary><c>/v1/models</c>: versions, training, promotion, roll-back.</summary>
internal static class ModelEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder models = routes.MapGroup("/v1/models").WithTags("Models");
        _ = models.MapGet("", GetAsync)
            .Note("getModels", "All versions with their offline reports, and the state of training.", ApiRole.Operate)
            .Produces<ModelCatalog>();
        _ = models.MapPost("/train", TrainAsync)
            .Note(
                "train",
                "Starts training on the whole event log; a version that passes its offline gate goes live by itself.",
                ApiRole.Operate,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawTrain>(isOptional: true, "application/json")
            .WithMetadata(new OptionalBody())
            .Produces<TrainingStatus>(StatusCodes.Status202Accepted);
        _ = models.MapPost("/{version}/promote", PromoteAsync)
            .Note(
                "promoteModel",
                "Makes a version live, also one the gate refused.",
                ApiRole.Operate,
                ProblemCode.NotFound).Produces<ModelCatalog>();
        _ = models.MapPost("/rollback", RollBackAsync)
            .Note("rollBackModel", "Makes the previous version live.", ApiRole.Operate, ProblemCode.Conflict)
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
                : $"Training runs already ({status.Step}, {status.Progress:P0}).");
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
            throw new RequestRefusedException(ProblemCode.NotFound, $"There is no model version '{version}'.");
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
            throw new RequestRefusedException(ProblemCode.Conflict, "There is no previous version to roll back to.");
        }

        await AnswerAsync(context, catalog);
    }

    private static Task AnswerAsync(HttpContext context, ModelCatalog catalog) =>
        JsonResponse.WriteAsync(context, StatusCodes.Status200OK, catalog, ModelJson.Default.ModelCatalog);

    private static IModelGrain Models(IGrainFactory grains) => grains.GetGrain<IModelGrain>(0);
}
