using System.CommandLine;
using Personalization.Client.Api.Hosting;
using Personalization.Client.Api.Import;
using Personalization.Client.Api.Maintenance;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api;

/// <summary>Runs the program by its arguments: help, a command or the server.</summary>
internal static class CommandLine
{
    private const string Description = """
        The personalization engine: a REST API in front of a silo in this process, or of a cluster.

        Without a command, the program serves until it is stopped. Arguments are settings, --Section:Key=value, for
        example --Personalization:DataPath=/var/lib/shop or --Personalization:Sample=false.

        Settings also come from appsettings.json beside the program, appsettings.json in the working directory and
        environment variables (Section__Key). Later sources override earlier ones; arguments override all.
        """;

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code.</returns>
    /// <remarks>The settings reader checks the arguments of the server.</remarks>
    public static Task<int> RunAsync(string[] args) =>
        args is ["import" or "backup" or "restore" or "move", ..] ? Create().Parse(args).InvokeAsync()
        : args.Any(argument => argument is "--help" or "-h" or "-?") ? Create().Parse(["--help"]).InvokeAsync()
        : Server.RunAsync(args);

    private static RootCommand Create() => new(Description)
    {
        new Option<string>("--urls")
        {
            Description = $"The addresses to listen on. Default: {ApiOptionsReader.DefaultUrl}."
        },
        ImportCommand.Create(),
        BackupCommands.CreateBackup(),
        BackupCommands.CreateRestore(),
        MoveCommand.Create(),
    };
}
