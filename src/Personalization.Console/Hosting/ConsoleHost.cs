using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using Personalization.OperatorConsole.Access;
using Personalization.OperatorConsole.Components;
using Personalization.OperatorConsole.Engine;

namespace Personalization.OperatorConsole.Hosting;

/// <summary>Adds the operator console to a web program. <see cref="IConsoleDoor"/> must be registered.</summary>
public static class ConsoleHost
{
    /// <summary>The path of the console.</summary>
    public const string Path = "/console";

    /// <summary>The property with which a program tells the framework that it places authorization itself.</summary>
    private const string AuthorizationIsSet = "__AuthorizationMiddlewareSet";

    /// <summary>Registers the services of the console.</summary>
    public static void AddOperatorConsole(this WebApplicationBuilder builder)
    {
        // Beside a build, the files lie in the packages and projects; a published program has copies.
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        _ = builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        _ = builder.Services.AddMudServices(
            options => options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight);
        _ = builder.Services.AddCascadingAuthenticationState();

        // Protects only what this process renders. Sessions are signed by the door.
        _ = builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        _ = builder.Services.AddSingleton<ConsoleClients>().AddScoped<ConsoleSession>();
    }

    /// <summary>Serves the console below <see cref="Path"/>. Other requests pass it with one comparison.</summary>
    /// <remarks>
    /// The console is a separate pipeline: its endpoints, files and middleware are not on the path of API calls.
    /// </remarks>
    /// <param name="app">The program.</param>
    /// <param name="assets">The file that lists the static files of the program.</param>
    public static void UseOperatorConsole(this WebApplication app, string assets)
    {
        // The console's services would make the framework put its authorization in front of every request. It would
        // see no endpoint there and decide nothing.
        ((IApplicationBuilder)app).Properties[AuthorizationIsSet] = true;
        ApplicationBuilder console = new(app.Services);
        _ = console.UseMiddleware<ConsoleGate>();
        _ = console.UseRouting();
        _ = console.UseAntiforgery();
        _ = console.UseEndpoints(routes =>
        {
            routes.MapSignIn();
            routes.MapDownloads();
            _ = routes.MapStaticAssets(assets);
            _ = routes.MapRazorComponents<App>().AddInteractiveServerRenderMode(
                options => options.ContentSecurityFrameAncestorsPolicy = null); // the gate sets the whole policy
        });
        RequestDelegate serve = console.Build();
        _ = app.Use(next => context =>
        {
            if (!context.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal, out PathString rest))
            {
                return next(context);
            }

            if (!rest.HasValue)
            {
                context.Response.Redirect($"{Path}/");
                return Task.CompletedTask;
            }

            return ServeAsync(context, rest, serve);
        });
    }

    private static Task ServeAsync(HttpContext context, PathString rest, RequestDelegate serve)
    {
        context.Request.PathBase = context.Request.PathBase.Add(Path);
        context.Request.Path = rest;
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        return serve(context);
    }
}
