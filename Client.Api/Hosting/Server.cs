using Personalization.Client.Api.Access;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.OperatorConsole;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Settings;
using Personalization.Hosting.Telemetry;
using Personalization.OperatorConsole.Access;
using Personalization.OperatorConsole.Hosting;

namespace Personalization.Client.Api.Hosting;

/// <summary>Composes the API program: the REST API in front of a silo in the same process, or of a cluster.</summary>
public static class Server
{
    /// <summary>Lists the static files. Only the program itself has it, not a test that hosts the API.</summary>
    private static readonly string ConsoleAssets =
        Path.Combine(AppContext.BaseDirectory, "Personalization.Client.Api.staticwebassets.endpoints.json");

    /// <summary>Registers the services of the API and the engine.</summary>
    /// <param name="args">The command-line arguments.</param>
    /// <exception cref="SettingsRefusedException">
    /// Settings of the API or the engine are invalid; every problem is listed.
    /// </exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        WebApplicationBuilder builder = EngineProgram.CreateBuilder(args);
        string[] problems = [.. ProblemsOf(() => AddEngine(builder)), .. ProblemsOf(builder.AddApi)]; // in start order
        return problems.Length > 0 ? throw new SettingsRefusedException(problems) : builder;
    }

    /// <summary>Builds the server without starting it.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        WebApplication app = builder.Build();
        app.UseApi();
        EngineOptions engine = app.Services.GetRequiredService<EngineOptions>();
        if (engine.Console && File.Exists(ConsoleAssets))
        {
            app.UseOperatorConsole(ConsoleAssets);
        }

        if (engine.Telemetry.Dashboard)
        {
            app.MapDashboard();
        }

        ScrapeKey scrape = app.Services.GetRequiredService<ScrapeKey>();
        app.MapMetrics(app.Services.GetRequiredService<ApiKeyRing>().MayScrape(scrape));
        return app;
    }

    /// <inheritdoc cref="Build(WebApplicationBuilder)"/>
    /// <param name="args">The command-line arguments.</param>
    /// <exception cref="SettingsRefusedException">
    /// Settings of the API or the engine are invalid; every problem is listed.
    /// </exception>
    public static WebApplication Build(string[] args) => Build(CreateBuilder(args));

    /// <summary>Runs the server until the process is asked to stop.</summary>
    /// <returns>The exit code: 0 after an orderly stop, 1 when the server could not start.</returns>
    public static Task<int> RunAsync(string[] args) => EngineProgram.RunAsync(() => Build(args), Banner.ShowAsync);

    private static void AddEngine(WebApplicationBuilder builder)
    {
        EngineOptions engine = builder.AddEngine(EngineRole.Node, EngineRole.Api);
        builder.Services.AddSingleton(new ConfiguredLists(engine.StaticItemsOf));
        if (engine.Console)
        {
            builder.AddOperatorConsole();
            builder.Services.AddSingleton<IConsoleDoor, ConsoleDoor>();
        }
    }

    private static IReadOnlyList<string> ProblemsOf(Action add)
    {
        try
        {
            add();
            return [];
        }
        catch (SettingsRefusedException refused)
        {
            return refused.Problems;
        }
    }
}
