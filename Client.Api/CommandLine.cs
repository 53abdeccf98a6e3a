using System.CommandLine;
using Personalization.Client.Api.Hosting;
using Personalization.Client.Api.Import;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api;

/// <summary>Chooses what the program does from its arguments: help, an import, or the server.</summary>
internal static class CommandLine
{
    private const string Description = """
        The personalization engine: a REST API in front of a silo in this process, or of a cluster.

        Without a command it serves until it is stopped. Arguments are settings, --Section:Key=value, for example
        --Personalization:DataPath=/var/lib/shop or --Personalization:Sample=false.

        Settings also come from appsettings.json beside the program, appsettings.json in the working directory and
        environment variables (Section__Key), in this order; arguments override them all.
        """;

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code.</returns>
    /// <remarks>Arguments of the server are not parsed here: the settings reader checks them.</remarks>
    public static Task<int> RunAsync(string[] args) =>
        args is ["import", ..] ? Create().Parse(args).InvokeAsync()
        : args.Any(argument => argument is "--help" or "-h" or "-?") ? Create().Parse(["--help"]).InvokeAsync()
        : Server.RunAsync(args);

    private static RootCommand Create() => new(Description)
    {
        new Option<string>("--urls") { Description = $"Where to listen, {ApiOptionsReader.DefaultUrl} by default." },
        ImportCommand.Create(),
    };
}
