using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Personalization.Client.Api.Settings;
using Personalization.Silo.Hosting;

namespace Personalization.Client.Api.Hosting;

/// <summary>The whole engine in one process: the HTTP border in front of an embedded silo.</summary>
internal static class Server
{
    /// <summary>Builds the server without starting it.</summary>
    /// <exception cref="SettingsRefusedException">The settings of the border are wrong.</exception>
    /// <exception cref="OptionsValidationException">The settings of the engine are wrong.</exception>
    public static WebApplication Build(string[] args)
    {
        // settings files lie beside the program, so that it can be started from anywhere
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddApi();
        builder.AddEmbeddedEngine();
        WebApplication app = builder.Build();
        app.UseApi();
        app.MapDashboard();
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
            Console.WriteLine(Banner.For(app.Urls.First().TrimEnd('/')));
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

    /// <summary>What a person can mend, in sentences; null for anything else.</summary>
    private static IEnumerable<string>? Explain(Exception error) => error switch
    {
        SettingsRefusedException refused => refused.Problems,
        OptionsValidationException refused => refused.Failures,
        IOException { InnerException: AddressInUseException } => [$"{error.Message} Stop what listens there, or choose another address with --urls."],
        _ when error.InnerException is { } inner => Explain(inner),
        _ => null,
    };
}
