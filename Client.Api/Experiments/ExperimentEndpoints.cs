using Personalization.Abstractions.Experiments;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Placements;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Experiments;

/// <summary><c>/v1/experiments</c>: registration, life cycle and results of experiments.</summary>
internal static class ExperimentEndpoints
{
    private static readonly ProblemCode[] Changes =
    [ProblemCode.NotFound, ProblemCode.Conflict, ProblemCode.TooLarge, ProblemCode.UnsupportedMediaType];

    /// <summary>Maps the endpoints.</summary>
    public static void MapExperiments(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder experiments = routes.MapGroup("/v1/experiments").WithTags("Experiments");
        experiments.MapGet("", ListAsync)
            .Note("getExperiments", "List experiments", "Newest first, each with its change log.", ApiRight.Operate)
            .Produces<ExperimentList>();
        experiments.MapPost("", CreateAsync)
            .Note(
                "createExperiment",
                "Create experiment",
                "Registers a draft: its arms (control first), its overrides, its audience and its metrics.",
                ApiRight.Operate,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<ExperimentDefinition>("application/json")
            .Example(
                """
                {"name":"variety",
                 "arms":[{"name":"control","weight":1,"patch":{}},
                         {"name":"plain","weight":1,"patch":{"policy":{"diversity":0}}}],
                 "metrics":[{"name":"bought","kind":"proportion","outcome":{"eventTypes":["purchase"]}}]}
                """)
            .Produces<ExperimentResponse>(StatusCodes.Status201Created);
        experiments.MapGet("/{id}", GetAsync)
            .Note("getExperiment", "Get experiment", ApiRight.Operate, ProblemCode.NotFound)
            .Produces<ExperimentResponse>();
        MapChanges(experiments);
        experiments.MapGet("/{id}/results", ResultsAsync)
            .Note(
                "getExperimentResults",
                "Get experiment results",
                "Interim results. The intervals are valid at every interim analysis: reading the results often and "
                    + "stopping early are both allowed.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Produces<ExperimentResultsResponse>();
        experiments.MapGet("/{id}/picture", PictureAsync)
            .Note(
                "getExperimentPicture",
                "Draw experiment metric",
                "Draws the confidence interval of a metric over time, per arm, as SVG.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Parameter("metric", "string", "The metric; default: the first primary metric.", null, 64)
            .Produces<string>(contentType: "image/svg+xml");
    }

    private static void MapChanges(RouteGroupBuilder experiments)
    {
        MapChange(
            experiments,
            "start",
            "startExperiment",
            "Start experiment",
            "Starts a draft or resumes a paused experiment. Every silo runs it when the call returns.",
            (grain, name, _, note) => grain.StartAsync(name, note));
        MapChange(
            experiments,
            "pause",
            "pauseExperiment",
            "Pause experiment",
            "Stops new assignments. Assigned users keep their arm and are still measured.",
            (grain, name, _, note) => grain.PauseAsync(name, note));
        MapChange(
            experiments,
            "stop",
            "stopExperiment",
            "Stop experiment",
            "Ends the experiment for all users. Its results stay available.",
            (grain, name, _, note) => grain.StopAsync(name, note));
        MapChange(
            experiments,
            "ramp",
            "rampExperiment",
            "Ramp experiment",
            "Increases the share of the experiment's slots that it uses.",
            (grain, name, share, note) => grain.RampAsync(name, share ?? double.NaN, note));
    }

    private static void MapChange(
        RouteGroupBuilder experiments,
        string action,
        string name,
        string summary,
        string detail,
        Func<IExperimentsGrain, string, double?, ChangeNote, ValueTask<ExperimentAnswer>> change) =>
        experiments.MapPost($"/{{id}}/{action}", (HttpContext context, IGrainFactory grains, BodyReader bodies) =>
            ChangeAsync(context, grains, bodies, change))
            .Note(name, summary, detail, ApiRight.Operate, Changes)
            .Accepts<RawChange>(isOptional: true, "application/json")
            .Example(
                """
                {"reason":"The campaign starts."}
                """)
            .WithMetadata(new OptionalBody())
            .Produces<ExperimentResponse>();

    private static async Task ListAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        ExperimentCatalog catalog = await Experiments(grains).GetAsync();
        ExperimentList list = new([.. catalog.Experiments.Select(ExperimentResponse.Of)]);
        await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, list, ExperimentsJson.Default.ExperimentList);
    }

    private static async Task GetAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        string name = PathIdMiddleware.IdOf(context);
        ExperimentCatalog catalog = await Experiments(grains).GetAsync();
        await AnswerAsync(
            context,
            StatusCodes.Status200OK,
            catalog.Experiments.FirstOrDefault(experiment => experiment.Name == name) ?? throw NotFound(name));
    }

    private static async Task CreateAsync(
        HttpContext context, IGrainFactory grains, BodyReader bodies, KnownPlacements placements)
    {
        PathId.NoQuery(context);
        ParsedElement<ExperimentDefinition> body =
            await bodies.ReadOneAsync<ExperimentDefinition>(context.Request, DefinitionReader.Read);
        foreach ((int i, string placement) in body.Value!.Audience.Placements.Index())
        {
            placements.Check(placement, $"$.audience.placements[{i}]", body.Errors);
        }

        if (body.Errors.Count > 0)
        {
            throw RequestRefusedException.Invalid(body.Errors);
        }

        ChangeNote note = new(ApiKeyMiddleware.OperatorOf(context));
        ValueTask<ExperimentAnswer> answer = Experiments(grains).RegisterOnEitherAsync(body.Value!, note);
        await AnswerAsync(context, StatusCodes.Status201Created, answer);
    }

    private static async Task ChangeAsync(
        HttpContext context,
        IGrainFactory grains,
        BodyReader bodies,
        Func<IExperimentsGrain, string, double?, ChangeNote, ValueTask<ExperimentAnswer>> change)
    {
        PathId.NoQuery(context);
        string name = PathIdMiddleware.IdOf(context);
        ParsedElement<RawChange> body = await bodies.ReadOneAsync(
            context.Request, ChangeReader.Read, whenEmpty: new RawChange());
        if (body.Errors.Count > 0)
        {
            throw RequestRefusedException.Invalid(body.Errors);
        }

        try
        {
            await AnswerAsync(context, StatusCodes.Status200OK, change(
                Experiments(grains),
                name,
                body.Value!.Share,
                new ChangeNote(ApiKeyMiddleware.OperatorOf(context), body.Value.Reason)));
        }
        catch (KeyNotFoundException)
        {
            throw NotFound(name);
        }
    }

    private static async Task ResultsAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        string name = PathIdMiddleware.IdOf(context);
        ExperimentReport report = await grains.GetGrain<IExperimentResultsGrain>(0).GetAsync(name)
            ?? throw NotFound(name);
        ExperimentResultsResponse results = ExperimentResultsResponse.Of(report);
        await JsonResponse.WriteAsync(
            context, StatusCodes.Status200OK, results, ExperimentsJson.Default.ExperimentResultsResponse);
    }

    private static async Task PictureAsync(HttpContext context, IGrainFactory grains)
    {
        QueryReader query = new(context.Request, "metric");
        query.ThrowIfWrong();
        string name = PathIdMiddleware.IdOf(context);
        IExperimentResultsGrain results = grains.GetGrain<IExperimentResultsGrain>(0);
        string picture = await HistoryPicture.DrawAsync(results, name, query.Text("metric"))
            ?? throw new RequestRefusedException(
                ProblemCode.NotFound, $"Experiment '{name}' does not exist or has no such metric.");
        JsonResponse.Start(context, StatusCodes.Status200OK, "image/svg+xml; charset=utf-8");
        await context.Response.WriteAsync(picture);
    }

    private static async Task AnswerAsync(HttpContext context, int status, ValueTask<ExperimentAnswer> change)
    {
        ExperimentAnswer answer;
        try
        {
            answer = await change;
        }
        catch (InvalidOperationException refused)
        {
            throw new RequestRefusedException(ProblemCode.Conflict, refused.Message);
        }

        await AnswerAsync(context, status, answer.Experiment ?? throw RequestRefusedException.Invalid(answer.Errors));
    }

    private static Task AnswerAsync(HttpContext context, int status, ExperimentView experiment) =>
        JsonResponse.WriteAsync(
            context, status, ExperimentResponse.Of(experiment), ExperimentsJson.Default.ExperimentResponse);

    private static IExperimentsGrain Experiments(IGrainFactory grains) => grains.GetGrain<IExperimentsGrain>(0);

    private static RequestRefusedException NotFound(string name) =>
        new(ProblemCode.NotFound, $"Experiment '{name}' does not exist.");
}
