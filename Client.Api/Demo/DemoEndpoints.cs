using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Keys;
using Personalization.Client.Api.Limits;
using Personalization.Client.Api.Site;
using Personalization.Client.Api.Users;

namespace Personalization.Client.Api.Demo;

/// <summary>
/// <c>/demo/api</c>: the backend of the demo shop. It has the products, the sessions and the tokens of its visitors, as
/// the backend of a real shop. Not a part of the public API; it answers only while the sample is loaded.
/// </summary>
/// <remarks>
/// The page itself uses the public API with a public key and the user token from here. What a public key must not do,
/// the backend does for the visitor of the session: merge, opt-out and erasure.
/// </remarks>
internal static class DemoEndpoints
{
    /// <summary>The path of the backend.</summary>
    public const string Root = "/demo/api";

    private const int MostIds = 200;
    private const int MostWords = 256;

    /// <summary>Registers the services of the demo shop.</summary>
    public static IServiceCollection AddDemoShop(this IServiceCollection services) =>
        services.AddSingleton<DemoShop>().AddSingleton<DemoVisitors>().AddSingleton<DemoPage>();

    /// <summary>Maps the page and the backend of the demo shop.</summary>
    public static void MapDemoShop(this IEndpointRouteBuilder routes)
    {
        _ = routes.MapMethods(
                "/demo/{**view}",
                [HttpMethods.Get, HttpMethods.Head],
                (HttpContext context, DemoPage page) => SiteResponse.WriteAsync(context, page.Get()))
            .ExcludeFromDescription();
        RouteGroupBuilder demo = routes.MapGroup(Root).ExcludeFromDescription();
        _ = demo.AddEndpointFilter(async (call, next) =>
        {
            HttpContext context = call.HttpContext;
            await context.RequestServices.GetRequiredService<DemoShop>().RequireOpenAsync(context.RequestAborted);
            return await next(call);
        });
        demo.MapGet("/products", ProductsAsync);
        demo.MapPost("/visitor", VisitAsync);
        demo.MapDelete("/visitor", ForgetAsync);
        demo.MapPost("/sign-in", SignInAsync);
        demo.MapPost("/sign-out", SignOut);
        demo.MapPut("/preferences", ChooseAsync);
        demo.MapFaults(routes.ServiceProvider);
    }

    /// <summary>Gets products by id or by words of their titles.</summary>
    private static async Task ProductsAsync(HttpContext context, DemoShop shop)
    {
        QueryReader query = new(context.Request, "ids", "query");
        string? words = query.Text("query");
        string[] ids = query.Text("ids")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words?.Length > MostWords || ids.Length > MostIds || (words is null) == (ids.Length == 0))
        {
            query.Refuse(
                "query",
                "invalid",
                $"send query with 1 to {MostWords} characters, or ids with 1 to {MostIds} item ids.");
        }

        query.ThrowIfWrong();
        ImmutableArray<CatalogItem> found = words is null
            ? await shop.ProductsAsync([.. ids.SelectMany(ToItem).Distinct()], context.RequestAborted)
            : await shop.SearchAsync(words, context.RequestAborted);
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new ItemsResponse([.. found.Select(ItemResponse.Of)], []),
            ItemJson.Default.ItemsResponse);
    }

    /// <summary>Gets a user token of the session's user. A browser without a session gets a new visitor.</summary>
    private static async Task VisitAsync(
        HttpContext context, DemoVisitors visitors, UserTokens tokens, ApiKeyRing keys, AnonymousLimit limit)
    {
        UserId? known = visitors.Read(context);
        if (known is null && !keys.IsOpen && !limit.TryTake(context))
        {
            throw new RequestRefusedException(
                ProblemCode.TooManyRequests, "This address has opened the demo shop too often.");
        }

        UserId user = known ?? visitors.Open(context);
        IssuedToken issued = tokens.Issue(user) ?? throw new RequestRefusedException(
            ProblemCode.Unavailable, "The secret of user tokens is not known yet. Send the request again.");
        await JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new TokenResponse(issued.User, issued.Token, issued.ExpiresAt),
            KeyJson.Default.TokenResponse);
    }

    /// <summary>Continues the session as a sample shopper or under a name; the visit can come along.</summary>
    private static async Task SignInAsync(
        HttpContext context, DemoVisitors visitors, UserGrains users, EngineCalls engine, BodyReader bodies)
    {
        RawDemoSignIn body = Valid(await bodies.ReadOneAsync<RawDemoSignIn>(context.Request, DemoReader.ReadSignIn));
        UserId user = UserId.Create(DemoVisitors.IdOf(body.Name!));
        if (body.Merge == true && visitors.Read(context) is { } visitor && DemoVisitors.IsAnonymous(visitor))
        {
            _ = await engine.RunAsync(
                (users, user, visitor),
                static call => call.users.Of(call.user).MergeFromAsync(call.user, call.visitor),
                context.RequestAborted);
        }

        visitors.Open(context, user);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static void SignOut(HttpContext context)
    {
        DemoVisitors.Close(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task ChooseAsync(
        HttpContext context, DemoVisitors visitors, UserGrains users, EngineCalls engine, BodyReader bodies)
    {
        RawDemoChoice body = Valid(await bodies.ReadOneAsync<RawDemoChoice>(context.Request, DemoReader.ReadChoice));
        PreferencesChange change = new() { OptOut = body.OptOut };
        long version = await engine.RunAsync(
            (users, user: VisitorOf(context, visitors), change),
            static call => call.users.Of(call.user).ChangePreferencesAsync(call.user, call.change),
            context.RequestAborted);
        await JsonResponse.WriteAsync(
            context, StatusCodes.Status200OK, new VersionResponse(version), UserJson.Default.VersionResponse);
    }

    private static async Task ForgetAsync(
        HttpContext context, DemoVisitors visitors, UserGrains users, EngineCalls engine, CachedLists copies)
    {
        UserId user = VisitorOf(context, visitors);
        long erased = await engine.RunAsync(
            users.Of(user), static grain => grain.ForgetAsync(), context.RequestAborted);
        copies.Forget(user);
        DemoVisitors.Close(context);
        await JsonResponse.WriteAsync(
            context, StatusCodes.Status200OK, new ErasedResponse(erased), UserJson.Default.ErasedResponse);
    }

    private static UserId VisitorOf(HttpContext context, DemoVisitors visitors) => visitors.Read(context)
        ?? throw new RequestRefusedException(ProblemCode.Unauthorized, "The browser has no session of the demo shop.");

    private static IEnumerable<ItemId> ToItem(string id) => ItemId.TryCreate(id, out ItemId item) is null ? [item] : [];

    private static T Valid<T>(ParsedElement<T> body)
        where T : class => body.Errors.Count > 0 ? throw RequestRefusedException.Invalid(body.Errors) : body.Value!;
}
