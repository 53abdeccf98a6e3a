using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Site;

/// <summary>
/// The web pages of the engine: landing page, demo shop and guides, and the script for web pages of others.
/// </summary>
internal static class SiteEndpoints
{
    private const int ScriptSeconds = 300;

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Registers the services of the pages.</summary>
    public static IServiceCollection AddSite(this IServiceCollection services) => services
        .AddSingleton<SiteFiles>()
        .AddSingleton<Guides>()
        .AddSingleton<TrainingClock>()
        .AddSingleton<EngineState>();

    /// <summary>Maps the script for web pages, which every origin may load.</summary>
    public static void MapScript(this IEndpointRouteBuilder routes) =>
        Map(routes, "/client/{file}", ScriptAsync);

    /// <summary>Maps the pages.</summary>
    public static void MapSite(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/", LandingAsync);
        Map(routes, "/favicon.ico", (context, files) => SendAsync(context, files, "favicon.svg"));
        Map(routes, "/site/{file}", (context, files) =>
            SendAsync(context, files, $"{context.Request.RouteValues["file"]}"));
        Map(routes, "/docs", (context, _) => GuideAsync(context, Guides.First));
        Map(routes, "/docs/search.json", (context, _) =>
            SiteResponse.WriteAsync(context, context.RequestServices.GetRequiredService<Guides>().SearchIndex));
        Map(routes, "/docs/images/{file}", (context, _) => ImageAsync(context));
        Map(routes, "/docs/{name}", (context, _) => GuideAsync(context, $"{context.Request.RouteValues["name"]}"));
    }

    private static RouteHandlerBuilder Map(
        IEndpointRouteBuilder routes, string pattern, Func<HttpContext, SiteFiles, Task> send) =>
        routes.MapMethods(pattern, Methods, (HttpContext context, SiteFiles files) => send(context, files))
            .ExcludeFromDescription();

    private static async Task ScriptAsync(HttpContext context, SiteFiles files)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        await SendAsync(context, files, $"client/{context.Request.RouteValues["file"]}", ScriptSeconds);
    }

    private static Task LandingAsync(HttpContext context, SiteFiles files)
    {
        context.Response.Headers.Vary = "Accept";
        return WantsJson(context.Request)
            ? context.RequestServices.GetRequiredService<EngineState>().WriteAsync(context)
            : SendAsync(context, files, "landing.html");
    }

    private static bool WantsJson(HttpRequest request)
    {
        string accept = request.Headers.Accept.ToString();
        return accept.Contains("json", StringComparison.OrdinalIgnoreCase)
            && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task GuideAsync(HttpContext context, string name)
    {
        Guides guides = context.RequestServices.GetRequiredService<Guides>();
        await (guides.Find(name) is { } page
            ? SiteResponse.WriteAsync(context, page)
            : SiteResponse.WriteAsync(context, guides.NotFound, StatusCodes.Status404NotFound));
    }

    private static Task ImageAsync(HttpContext context) =>
        Guides.FindImage($"{context.Request.RouteValues["file"]}") is { } image
            ? SiteResponse.WriteAsync(context, image, maxAgeSeconds: ScriptSeconds)
            : throw Missing(context);

    private static Task SendAsync(HttpContext context, SiteFiles files, string name, int maxAgeSeconds = 0) =>
        files.Find(name) is { } file
            ? SiteResponse.WriteAsync(context, file, maxAgeSeconds: maxAgeSeconds)
            : throw Missing(context);

    private static RequestRefusedException Missing(HttpContext context) =>
        new(ProblemCode.NotFound, $"No resource has the path {context.Request.Path.Value}.");
}
