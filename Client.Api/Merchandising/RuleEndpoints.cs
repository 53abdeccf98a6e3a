using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Merchandising;

/// <summary><c>/v1/rules</c>: merchandising rules, their versions and previews.</summary>
internal static class RuleEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder rules = routes.MapGroup("/v1/rules").WithTags("Merchandising");
        rules.MapGet("", ListAsync)
            .Note("getRules", "List rules", "All rules in the order of their ids, with drafts.", ApiRight.WriteItems)
            .Produces<RuleListResponse>();
        rules.MapGet("/{id}", GetAsync)
            .Note("getRule", "Get rule", "One rule in its latest version.", ApiRight.WriteItems, ProblemCode.NotFound)
            .Produces<RuleResponse>();
        rules.MapPut("/{id}", PutAsync)
            .Note(
                "putRule",
                "Put rule",
                "Creates or replaces a rule. Every silo uses it when the call returns. An equal rule makes no version.",
                ApiRight.WriteItems,
                ProblemCode.Conflict,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawRule>("application/json")
            .Example(
                """
                {"placements":["home"],"from":"2026-11-27T00:00:00Z","until":"2026-11-30T00:00:00Z",
                 "audience":"country = 'DE'",
                 "actions":[{"boost":"brand = 'acme'","factor":1.5},{"cap":"brand","most":2,"window":10}]}
                """)
            .Produces<RuleResponse>();
        rules.MapDelete("/{id}", DeleteAsync)
            .Note(
                "deleteRule",
                "Delete rule",
                "Deletes a rule. Its history stays, and a revert brings it back.",
                ApiRight.WriteItems,
                ProblemCode.NotFound)
            .Produces(StatusCodes.Status204NoContent);
        MapVersions(rules);
    }

    private static void MapVersions(RouteGroupBuilder rules)
    {
        rules.MapGet("/{id}/history", HistoryAsync)
            .Note(
                "getRuleHistory",
                "Get rule history",
                "The latest 50 versions of a rule, newest first, and who made them.",
                ApiRight.WriteItems,
                ProblemCode.NotFound)
            .Produces<RuleHistoryResponse>();
        rules.MapPost("/{id}/revert", RevertAsync)
            .Note(
                "revertRule",
                "Revert rule",
                "Makes a new version with the content of an earlier one.",
                ApiRight.WriteItems,
                ProblemCode.NotFound,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawRevert>("application/json")
            .Example(
                """
                {"version":1}
                """)
            .Produces<RuleResponse>();
        rules.MapPost("/{id}/preview", RulePreviews.PreviewAsync)
            .Note(
                "previewRule",
                "Preview rule",
                "Lists of users without and with a rule, and what it costs by the scores of the model. The rule is the "
                    + "stored one, or that of the request.",
                ApiRight.WriteItems,
                ProblemCode.NotFound,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawPreview>("application/json")
            .Example(
                """
                {"userIds":["ann"],"placement":"home","count":10}
                """)
            .Produces<PreviewResponse>();
    }

    /// <summary>Reads the id of <c>/v1/rules/{id}</c>.</summary>
    public static string IdOf(HttpContext context)
    {
        PathId.NoQuery(context);
        string id = PathIdMiddleware.IdOf(context);
        return IdentifierRules.Problem(id) is { } problem
            ? throw RequestRefusedException.Invalid([new("path.id", "invalid", $"The rule id in the path {problem}.")])
            : id;
    }

    /// <summary>Finds the latest version of a rule.</summary>
    /// <exception cref="RequestRefusedException">404: the rule does not exist.</exception>
    public static async Task<RuleVersion> FindAsync(IGrainFactory grains, string id) =>
        (await Owner(grains).GetAsync(-1))!.Rules.FirstOrDefault(rule => rule.Id == id) ?? throw NotFound(id);

    private static IMerchandisingGrain Owner(IGrainFactory grains) => grains.GetGrain<IMerchandisingGrain>(0);

    private static RequestRefusedException NotFound(string id) =>
        new(ProblemCode.NotFound, $"There is no rule '{id}'.");

    private static async Task ListAsync(HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        PathId.NoQuery(context);
        MerchandisingBoard board = (await Owner(grains).GetAsync(-1))!;
        DateTimeOffset now = time.GetUtcNow();
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new RuleListResponse(board.Revision, [.. board.Rules.Select(rule => RuleResponse.Of(rule, now))]),
            MerchandisingJson.Default.RuleListResponse);
    }

    private static async Task GetAsync(HttpContext context, IGrainFactory grains, TimeProvider time) =>
        await WriteAsync(context, await FindAsync(grains, IdOf(context)), time);

    private static async Task PutAsync(
        HttpContext context, IGrainFactory grains, BodyReader bodies, RuleNames names, TimeProvider time)
    {
        string id = IdOf(context);
        ParsedElement<RawRule> read = await bodies.ReadOneAsync<RawRule>(context.Request, RuleReader.Read);
        await names.CheckAsync(read.Value, "$", read.Errors);
        RawRule body = read.Valid();
        try
        {
            await WriteAsync(
                context,
                await Owner(grains).PutRuleAsync(body.ToRule(id), ApiKeyMiddleware.OperatorOf(context)),
                time);
        }
        catch (InvalidOperationException refused)
        {
            throw new RequestRefusedException(ProblemCode.Conflict, refused.Message);
        }
    }

    private static async Task DeleteAsync(HttpContext context, IGrainFactory grains)
    {
        string id = IdOf(context);
        if (!await Owner(grains).DeleteRuleAsync(id, ApiKeyMiddleware.OperatorOf(context)))
        {
            throw NotFound(id);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task HistoryAsync(HttpContext context, IGrainFactory grains)
    {
        string id = IdOf(context);
        ImmutableArray<RuleVersion> history = await Owner(grains).HistoryAsync(id);
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            history.IsEmpty ? throw NotFound(id) : new RuleHistoryResponse(history),
            MerchandisingJson.Default.RuleHistoryResponse);
    }

    private static async Task RevertAsync(
        HttpContext context, IGrainFactory grains, BodyReader bodies, TimeProvider time)
    {
        string id = IdOf(context);
        RawRevert body = (await bodies.ReadOneAsync<RawRevert>(context.Request, RuleReader.ReadRevert)).Valid();
        RuleVersion? version = await Owner(grains).RevertAsync(
            id, body.Version!.Value, ApiKeyMiddleware.OperatorOf(context));
        await WriteAsync(
            context,
            version ?? throw new RequestRefusedException(
                ProblemCode.NotFound, $"The rule '{id}' has no version {body.Version} that can be restored."),
            time);
    }

    private static Task WriteAsync(HttpContext context, RuleVersion version, TimeProvider time) =>
        JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            RuleResponse.Of(version, time.GetUtcNow()),
            MerchandisingJson.Default.RuleResponse);
}
