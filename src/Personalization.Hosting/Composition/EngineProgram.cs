using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Personalization.Hosting.Composition;

/// <summary>Runs a program of the engine from its arguments to its exit code.</summary>
public static class EngineProgram
{
    private const string SettingsFile = "appsettings";

    /// <summary>Creates a builder with every source of settings.</summary>
    /// <param name="args">The arguments of the command line.</param>
    /// <returns>
    /// The builder. Later sources override earlier ones: <c>appsettings.json</c> beside the program,
    /// <c>appsettings.json</c> in the working directory, environment variables, arguments.
    /// </returns>
    /// <exception cref="InvalidDataException">A settings file is not valid JSON.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        AddWorkingDirectory(builder, Directory.GetCurrentDirectory());
        return builder;
    }

    /// <summary>Starts a server and runs it until the process is asked to stop.</summary>
    /// <param name="build">Builds the server.</param>
    /// <param name="started">Runs once the server has started; null for nothing.</param>
    /// <returns>
    /// The exit code: 0 after an orderly stop, 1 when the settings or the machine do not allow a start.
    /// </returns>
    public static async Task<int> RunAsync(Func<WebApplication> build, Func<WebApplication, Task>? started = null)
    {
        WebApplication app;
        try
        {
            app = await StartAsync(build);
        }
        catch (Exception error) when (StartProblems.Of(error) is { } problems)
        {
            await StartProblems.WriteAsync(problems);
            return 1;
        }

        await using (app)
        {
            if (started is not null)
            {
                await started(app);
            }

            await app.WaitForShutdownAsync();
        }

        return 0;
    }

    private static async Task<WebApplication> StartAsync(Func<WebApplication> build)
    {
        WebApplication app = build();
        try
        {
            StartChecks.Run(app);
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds the settings files of the working directory after those beside the program.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="folder">The working directory.</param>
    /// <remarks>
    /// The files are not watched: the working directory may be large, and the engine reads its settings once.
    /// </remarks>
    internal static void AddWorkingDirectory(WebApplicationBuilder builder, string folder)
    {
        string program = Path.TrimEndingDirectorySeparator(builder.Environment.ContentRootPath);
        if (Path.TrimEndingDirectorySeparator(folder) == program)
        {
            return;
        }

        IList<IConfigurationSource> sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        JsonConfigurationSource last = sources.OfType<JsonConfigurationSource>()
            .Last(source => source.Path?.StartsWith(SettingsFile, StringComparison.Ordinal) == true);
        int place = sources.IndexOf(last) + 1;
        PhysicalFileProvider files = new(folder);
        foreach (string ending in new[] { "json", $"{builder.Environment.EnvironmentName}.json" })
        {
            string name = $"{SettingsFile}.{ending}";
            sources.Insert(place++, new JsonConfigurationSource { Path = name, FileProvider = files, Optional = true });
        }
    }
}
