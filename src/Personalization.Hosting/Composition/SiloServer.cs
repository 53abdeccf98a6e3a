using Personalization.Hosting.Health;
using Personalization.Hosting.Settings;
using Personalization.Hosting.Telemetry;

namespace Personalization.Hosting.Composition;

/// <summary>
/// Composes the silo program: a silo of the engine with its health and metrics endpoints, without the REST API.
/// </summary>
public static class SiloServer
{
    /// <summary>The address when the settings name none.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5081";

    /// <summary>The text of <c>--help</c>.</summary>
    public const string Help = $"""
        A silo of the personalization engine, without the REST API.

        Usage: Personalization.Silo [settings]

          --urls <addresses>        Where health and metrics are served, {DefaultUrl} by default.
          --Section:Key=value       Any setting, for example --Personalization:Profile=Postgres.
          --help                    Shows this text.

        Settings also come from appsettings.json beside the program, appsettings.json in the working directory and
        environment variables (Section__Key), in this order; arguments override them all.
        """;

    /// <summary>Registers everything the silo needs.</summary>
    /// <exception cref="SettingsRefusedException">A setting is wrong; every problem is listed.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        WebApplicationBuilder builder = EngineProgram.CreateBuilder(args);
        builder.WebHost.UseUrls(builder.Configuration["urls"] ?? DefaultUrl);
        builder.AddEngine(EngineRole.Silo);
        return builder;
    }

    /// <summary>Builds the silo without starting it.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        WebApplication app = builder.Build();
        app.MapSiloHealth();
        app.MapMetrics(app.Services.GetRequiredService<ScrapeKey>().OpensSilo);
        return app;
    }
}
