using Microsoft.AspNetCore.Connections;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Http;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Settings;
using Personalization.Hosting.Telemetry;

namespace Personalization.Client.Api.Hosting;

/// <summary>The HTTP border: in front of a silo in this same process, or of a cluster of them.</summary>
internal static class Server
{
    /// <summary>Builds the server without starting it.</summary>
    /// <exception cref="SettingsRefusedException">Settings of the border or of the engine are wrong; all of them are listed.</exception>
    public static WebApplication Build(string[] args)
    {
        // settings files lie beside the program, so that it can be started from anywhere
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        string[] problems = [.. ProblemsOf(() => AddEngine(builder)), .. ProblemsOf(builder.AddApi)]; // in the order they start
        if (problems.Length > 0)
        {
            throw new SettingsRefusedException(problems);
        }

        WebApplication app = builder.Build();
        app.UseApi();
        if (app.Services.GetRequiredService<EngineOptions>().Telemetry.Dashboard)
        {
            _ = app.MapDashboard();
        }

        app.MapMetrics(app.Services.GetRequiredService<ApiKeyRing>().MayScrape(app.Services.GetRequiredService<ScrapeKey>()));
        return app;
    }

    /// <summary>Runs the server until it is told to stop.</summary>
    /// <returns>The process's exit code: 0 after an orderly stop, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using WebApplication app = Build(args);
            await app.StartAsync();
            Console.WriteLine(Banner.For(app.Urls.First().TrimEnd('/'), app.Services.GetRequiredService<EngineOptions>().Telemetry.Dashboard));
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception error) when (Explain(error) is { } problems)
        {
            await Console.Error.WriteLineAsync("The engine does not start:");
            foreach (string problem in problems)
            {
                await Console.Error.WriteLineAsync($"  {problem}");
            }

            return 1;
        }
    }

    private static void AddEngine(WebApplicationBuilder builder)
    {
        EngineOptions engine = builder.AddEngine(EngineRole.Node, EngineRole.Api);
        _ = builder.Services.AddSingleton(new ConfiguredLists(engine.StaticItemsOf));
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

    /// <summary>What a person can mend, in sentences; null for anything else.</summary>
    private static IEnumerable<string>? Explain(Exception error) => error switch
    {
        SettingsRefusedException refused => refused.Problems,
        IOException { InnerException: AddressInUseException } => [$"{error.Message} Stop what listens there, or choose another address with --urls."],
        _ when error.InnerException is { } inner => Explain(inner),
        _ => null,
    };
}
