using Personalization.Hosting.Composition;
using Personalization.Hosting.Health;
using Personalization.Hosting.Settings;
using Personalization.Hosting.Telemetry;

// The engine without its REST border: a silo and its probes. The border, and with it the dashboard behind its keys, is Client.Api.
try
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseUrls(builder.Configuration["urls"] ?? "http://127.0.0.1:5081");
    _ = builder.AddEngine(EngineRole.Silo);
    WebApplication app = builder.Build();
    app.MapSiloHealth();
    app.MapMetrics(app.Services.GetRequiredService<ScrapeKey>().OpensSilo);
    await app.RunAsync();
    return 0;
}
catch (SettingsRefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
