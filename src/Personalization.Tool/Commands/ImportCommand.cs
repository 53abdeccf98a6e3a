using System.CommandLine;
using Personalization.Import;
using Personalization.Tool.Connection;

namespace Personalization.Tool.Commands;

/// <summary>The <c>import</c> command.</summary>
internal static class ImportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(ApiOptions api)
    {
        Command command = new("import", "Imports events, items or users from a file.");
        ImportOptions options = new();
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            Uri url = parsed.GetRequiredValue(api.Url);
            try
            {
                return await ImportJob.RunAsync(options.Read(parsed, url, parsed.GetValue(api.Key)), url, cancellation);
            }
            catch (Exception error) when (error is ImportFailedException or InvalidDataException or IOException
                or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"Import failed: {error.Message}");
                return 1;
            }
        });
        return command;
    }
}
