using Personalization.Abstractions.Experiments;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Experiments;

/// <summary><c>/v1/experiments</c>: what is tried on whom, and what it has shown at any time.</summary>
internal static class ExperimentEndpoints
{
    private static readonly ProblemCode[] Changes =
    [ProblemCode.NotFound, ProblemCode.Conflict, ProblemCode.TooLarge, ProblemCode.UnsupportedMediaType];

    /// <summary>Maps the endpoints.</summary>
    public static void MapExperiments(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder experiments = routes.MapGroup("/v1/experiments").WithTags("Experiments");
        _ = experiments.MapGet("", ListAsync)
            .Note("getExperiments", "All experiments, newest first, with every change of each.", ApiRole.Operate)
            .Produces<ExperimentList>();
        _ = experiments.MapPost("", CreateAsync)
            .Note(
                "createExperiment",
                "Registers an experiment as a draft: arms (the control first), what they change, whom it is for, and "
                    + "what is measured.",
                ApiRole.Operate,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<ExperimentDefinition>("application/json")
            .Produces<ExperimentResponse>(StatusCodes.Status201Created);
        _ = experiments.MapGet("/{id}", GetAsync)
            .Note("getExperiment", "One experiment.", ApiRole.Operate, ProblemCode.NotFound)
            .Produces<ExperimentResponse>();
        MapChange(
            experiments,
            "start",
            "startExperiment",
            "Sets a draft or paused experiment running, on every silo when the call returns.",
            (grain, name, _, note) => grain.StartAsync(name, note));
        MapChange(
            experiments,
            "pause",
            "pauseExperiment",
            "Takes nobody new; who is in it stays and is measured on.",
            (grain, name, _, note) => grain.PauseAsync(name, note));
        MapChange(
            experiments,
            "stop",
            "stopExperiment",
            "Ends it: everybody is served without it; its results stay.",
            (grain, name, _, note) => grain.StopAsync(name, note));
        MapChange(
            experiments,
            "ramp",
            "rampExperiment",
            "Takes a greater share of the experiment's slots from now on.",
            (grain, name, share, note) => grain.RampAsync(name, share ?? double.NaN, note));
        _ = experiments.MapGet("/{id}/results", ResultsAsync)
            .Note("getExperimentResults", "What it has shown so far. Valid at every look: looking often costs nothing, "
                + "and stopping because of what one sees is allowed.", ApiRole.Operate, ProblemCode.NotFound)
            .Produces<ExperimentResultsResponse>();
        _ = experiments.MapGet("/{id}/picture", PictureAsync)
            .Note(
                "getExperimentPicture",
                "The interval of a metric over time, per arm, as SVG.",
                ApiRole.Operate,
                ProblemCode.NotFound)
            .Parameter("metric", "string", "The metric; the first primary one by default.", null, 64)
            .Produces<string>(contentType: "image/svg+xml");
    }

    private static void MapChange(
        RouteGroupBuilder experiments,
        string what,
        string name,
        string summary,
        Func<IExperimentsGrain, string, double?, ChangeNote, ValueTask<ExperimentAnswer>> change) =>
        experiments.MapPost($"/{{id}}/{what}", (HttpContext context, IGrainFactory grains, BodyReader bodies) =>
            ChangeAsync(context, grains, bodies, change))
            .Note(name, summary, ApiRole.Operate, Changes)
            .Accepts<RawChange>(isOptional: true, "application/json")
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

    private static async Task CreateAsync(HttpContext context, IGrainFactory grains, BodyReader bodies)
    {
        PathId.NoQuery(context);
        ParsedElement<ExperimentDefinition> body =
            await bodies.ReadOneAsync<ExperimentDefinition>(context.Request, DefinitionReader.Read);
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
        ExperimentResultsResponse shown = ExperimentResultsResponse.Of(report);
        await JsonResponse.WriteAsync(
            context, StatusCodes.Status200OK, shown, ExperimentsJson.Default.ExperimentResultsResponse);
    }

    private static async Task PictureAsync(HttpContext context, IGrainFactory grains)
    {
        QueryReader query = new(context.Request, "metric");
        query.ThrowIfWrong();
        string name = PathIdMiddleware.IdOf(context);
        IExperimentResultsGrain results = grains.GetGrain<IExperimentResultsGrain>(0);
        string picture = await HistoryPicture.DrawAsync(results, name, query.Text("metric"))
            ?? throw new RequestRefusedException(
                ProblemCode.NotFound, $"There is no experiment '{name}' with such a metric.");
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
        new(ProblemCode.NotFound, $"There is no experiment '{name}'.");
}
