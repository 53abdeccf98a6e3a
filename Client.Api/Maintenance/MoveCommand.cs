using System.CommandLine;
using Personalization.Hosting.Maintenance;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Maintenance;

/// <summary>The command <c>move</c>.</summary>
internal static class MoveCommand
{
    private static readonly Option<string> To = new Option<string>("--to")
    {
        Description = "The profile that receives the data. Its store must be empty.",
        Required = true,
    }.AcceptOnlyFromAmong(nameof(StorageProfile.Postgres), nameof(StorageProfile.Azure));

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Command command = new(
            "move",
            "Moves users, catalog, experiments and models from the embedded store to PostgreSQL or Azure. Stop the "
            + "engine first. Engine settings (--Personalization:Postgres:ConnectionString=...) may follow after --.")
        {
            To,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => MaintenanceRun.RunAsync(
            "Move",
            [.. parsed.UnmatchedTokens, $"--{EngineOptions.Section}:Profile={parsed.GetRequiredValue(To)}"],
            async (options, builder) =>
            {
                using ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole());
                await StoreMove.RunAsync(
                    options, builder.Configuration, TimeProvider.System, loggers, Console.WriteLine, cancellation);
                Console.WriteLine(
                    $"Moved everything from {Path.GetFullPath(options.DataPath)}. Start the engine with "
                    + $"{EngineOptions.Section}:Profile={options.Profile}.");
            }));
        return command;
    }
}
