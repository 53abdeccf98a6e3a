using Personalization.Silo.Hosting;
using Personalization.Silo.Settings;

// The engine without its REST border: a silo with its dashboard and probes. Client.Api hosts the same engine behind REST.
try
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    builder.WebHost.UseUrls(builder.Configuration["urls"] ?? "http://127.0.0.1:5081");
    builder.AddEmbeddedEngine();
    WebApplication app = builder.Build();
    app.MapDashboard();
    await app.RunAsync();
    return 0;
}
catch (SettingsRefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
