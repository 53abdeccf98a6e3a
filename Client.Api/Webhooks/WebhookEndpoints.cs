using Personalization.Abstractions.Events;
using Personalization.Abstractions.Webhooks;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Keys;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Webhooks;

/// <summary><c>/v1/webhooks</c>: receivers of signed events about rollouts, feeds, experiments and data.</summary>
internal static class WebhookEndpoints
{
    private const string TestData = """{"message":"This is a test."}""";

    /// <summary>Maps the endpoints.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder webhooks = routes.MapGroup("/v1/webhooks").WithTags("Webhooks");
        webhooks.MapGet("", ListAsync)
            .Note("getWebhooks", "List webhooks", "The webhooks and their states, without secrets.", ApiRight.Operate)
            .Produces<WebhookList>();
        webhooks.MapPost("", CreateAsync)
            .Note(
                "createWebhook",
                "Create webhook",
                "Creates a webhook. Only this response shows its secret.",
                ApiRight.Operate,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawWebhook>("application/json")
            .Example(
                """
                {"url":"https://ops.example/hooks/personalization","events":["rollout.rolledBack","feed.quarantined"]}
                """)
            .Produces<NewWebhookResponse>(StatusCodes.Status201Created);
        webhooks.MapGet("/{id}", GetAsync)
            .Note("getWebhook", "Get webhook", ApiRight.Operate, ProblemCode.NotFound)
            .Produces<WebhookView>();
        webhooks.MapDelete("/{id}", DeleteAsync)
            .Note(
                "deleteWebhook",
                "Delete webhook",
                "Deletes a webhook with its queue and its delivery log.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Produces(StatusCodes.Status204NoContent);
        MapDeliveries(webhooks);
    }

    private static void MapDeliveries(RouteGroupBuilder webhooks)
    {
        webhooks.MapGet("/{id}/deliveries", DeliveriesAsync)
            .Note(
                "getWebhookDeliveries",
                "Get delivery log",
                "The latest 100 attempts to deliver, newest first.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Produces<WebhookDeliveryList>();
        webhooks.MapPost("/{id}/test", TestAsync)
            .Note(
                "testWebhook",
                "Test webhook",
                "Queues an event of the type webhook.test and returns its id. The delivery log shows the result.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Produces<WebhookTestResponse>(StatusCodes.Status202Accepted);
        webhooks.MapPost("/{id}/resume", ResumeAsync)
            .Note(
                "resumeWebhook",
                "Resume webhook",
                "Enables a disabled webhook, and sends its waiting events now.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Produces<WebhookView>();
        webhooks.MapPost("/{id}/rotate", RotateAsync)
            .Note(
                "rotateWebhookSecret",
                "Rotate secret",
                "Replaces the secret. For graceMinutes, 1440 by default, deliveries carry both signatures.",
                ApiRight.Operate,
                ProblemCode.NotFound,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawSecret>(isOptional: true, "application/json")
            .Example(
                """
                {"graceMinutes":1440}
                """)
            .WithMetadata(new OptionalBody())
            .Produces<NewWebhookResponse>();
    }

    private static async Task ListAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        WebhookList list = new(await Owner(grains).ListAsync());
        await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, list, WebhookJson.Default.WebhookList);
    }

    private static async Task CreateAsync(
        HttpContext context, IGrainFactory grains, BodyReader bodies, EngineOptions options)
    {
        PathId.NoQuery(context);
        ParsedElement<RawWebhook> body = await bodies.ReadOneAsync<RawWebhook>(
            context.Request, WebhookReader.ReadWebhook);
        List<ValidationError> errors = [.. body.Errors];
        if (body.Value?.Url is { } url
            && WebhookAddress.Problem(url, options.Webhooks.AllowPrivateAddresses) is { } problem)
        {
            errors.Add(new ValidationError("$.url", "invalid", problem));
        }

        if (errors.Count > 0)
        {
            throw RequestRefusedException.Invalid(errors);
        }

        RawWebhook raw = body.Value!;
        WebhookDefinition made = new()
        {
            Id = KeyText.NewId(),
            Url = raw.Url!,
            Events = [.. raw.Events!.OfType<string>().Distinct(StringComparer.Ordinal)],
            Secret = raw.Secret ?? WebhookSecret.New(),
        };
        try
        {
            NewWebhookResponse response = new(made.Secret, await Owner(grains).CreateAsync(made));
            await JsonResponse.WriteAsync(
                context, StatusCodes.Status201Created, response, WebhookJson.Default.NewWebhookResponse);
        }
        catch (InvalidOperationException refused)
        {
            throw new RequestRefusedException(ProblemCode.Conflict, refused.Message);
        }
    }

    private static async Task GetAsync(HttpContext context, IGrainFactory grains)
    {
        IWebhookGrain webhook = await FindAsync(context, grains);
        await WriteAsync(context, await webhook.GetAsync());
    }

    private static async Task DeleteAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        string id = PathIdMiddleware.IdOf(context);
        if (!await Owner(grains).DeleteAsync(id))
        {
            throw NotFound(id);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task DeliveriesAsync(HttpContext context, IGrainFactory grains)
    {
        IWebhookGrain webhook = await FindAsync(context, grains);
        WebhookDeliveryList list = new(
            await webhook.GetDeliveriesAsync() ?? throw NotFound(PathIdMiddleware.IdOf(context)));
        await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, list, WebhookJson.Default.WebhookDeliveryList);
    }

    private static async Task TestAsync(HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        IWebhookGrain webhook = await FindAsync(context, grains);
        string eventId = $"{WebhookEventTypes.Test}-{KeyText.NewId()}";
        WebhookEvent test = new()
        {
            Id = eventId,
            Type = WebhookEventTypes.Test,
            CreatedAt = time.GetUtcNow(),
            Data = TestData,
        };
        _ = await webhook.EnqueueAsync(test) ?? throw NotFound(PathIdMiddleware.IdOf(context));
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status202Accepted,
            new WebhookTestResponse(eventId),
            WebhookJson.Default.WebhookTestResponse);
    }

    private static async Task ResumeAsync(HttpContext context, IGrainFactory grains)
    {
        IWebhookGrain webhook = await FindAsync(context, grains);
        await WriteAsync(context, await webhook.ResumeAsync());
    }

    private static async Task RotateAsync(
        HttpContext context, IGrainFactory grains, BodyReader bodies, TimeProvider time)
    {
        ParsedElement<RawSecret> body = await bodies.ReadOneAsync(
            context.Request, WebhookReader.ReadSecret, whenEmpty: new RawSecret());
        if (body.Errors.Count > 0)
        {
            throw RequestRefusedException.Invalid(body.Errors);
        }

        IWebhookGrain webhook = await FindAsync(context, grains);
        string secret = body.Value!.Secret ?? WebhookSecret.New();
        int grace = body.Value.GraceMinutes ?? RawSecret.DefaultGraceMinutes;
        WebhookView view = await webhook.RotateAsync(secret, time.GetUtcNow().AddMinutes(grace))
            ?? throw NotFound(PathIdMiddleware.IdOf(context));
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new NewWebhookResponse(secret, view),
            WebhookJson.Default.NewWebhookResponse);
    }

    /// <summary>Finds the grain of the webhook in the path. Requests for other ids create no grain.</summary>
    private static async Task<IWebhookGrain> FindAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        string id = PathIdMiddleware.IdOf(context);
        return await Owner(grains).HasAsync(id) ? grains.GetGrain<IWebhookGrain>(id) : throw NotFound(id);
    }

    private static async Task WriteAsync(HttpContext context, WebhookView? view) => await JsonResponse.WriteAsync(
        context,
        StatusCodes.Status200OK,
        view ?? throw NotFound(PathIdMiddleware.IdOf(context)),
        WebhookJson.Default.WebhookView);

    private static IWebhooksGrain Owner(IGrainFactory grains) => grains.GetGrain<IWebhooksGrain>(0);

    private static RequestRefusedException NotFound(string id) =>
        new(ProblemCode.NotFound, $"Webhook '{id}' does not exist.");
}
