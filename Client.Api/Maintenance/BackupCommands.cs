using System.CommandLine;
using Personalization.Hosting.Maintenance;

namespace Personalization.Client.Api.Maintenance;

/// <summary>The commands <c>backup</c> and <c>restore</c>.</summary>
internal static class BackupCommands
{
    private const string Settings = "Engine settings (--Personalization:DataPath=...) may follow after --.";

    private static readonly Option<string> To = new("--to")
    {
        Description = "The folder of the backup. It must be empty or not exist.",
        Required = true,
    };

    private static readonly Option<string> From = new("--from")
    {
        Description = "The folder of the backup.",
        Required = true,
    };

    /// <summary>Creates the command <c>backup</c>.</summary>
    public static Command CreateBackup()
    {
        Command command = new(
            "backup", $"Copies the embedded store and its models into a folder, also while the engine runs. {Settings}")
        {
            To,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => MaintenanceRun.RunAsync(
            "Backup",
            parsed.UnmatchedTokens,
            async (options, _) =>
            {
                string folder = Path.GetFullPath(parsed.GetRequiredValue(To));
                Console.WriteLine(await EngineBackup.CreateAsync(
                    options, folder, TimeProvider.System, Console.WriteLine, cancellation));
            }));
        return command;
    }

    /// <summary>Creates the command <c>restore</c>.</summary>
    public static Command CreateRestore()
    {
        Command command = new(
            "restore", $"Copies a backup into the data folder of the engine, which must be empty. {Settings}")
        {
            From,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => MaintenanceRun.RunAsync(
            "Restore",
            parsed.UnmatchedTokens,
            async (options, _) =>
            {
                string folder = Path.GetFullPath(parsed.GetRequiredValue(From));
                Console.WriteLine(await EngineBackup.RestoreAsync(
                    options, folder, Console.WriteLine, cancellation));
            }));
        return command;
    }
}
