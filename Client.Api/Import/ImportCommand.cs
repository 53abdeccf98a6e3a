using System.CommandLine;
using Personalization.Import;

namespace Personalization.Client.Api.Import;

/// <summary>The <c>import</c> command.</summary>
internal static class ImportCommand
{
    private static readonly Option<Uri?> Url = new("--url")
    {
        CustomParser = HttpAddress.Read,
        Description = "The API's address. Default: the API on this machine, or else an engine started for the import."
    };
    private static readonly Option<string?> Key =
        new("--key") { Description = "The API key. Requires the role ingest for events, manage for items and users." };

    /// <summary>Runs an import.</summary>
    /// <param name="args">The arguments after <c>import</c>.</param>
    /// <returns>0 when every line was imported, 2 when some lines were rejected, 1 when the import did not
    /// finish.</returns>
    public static Task<int> RunAsync(string[] args) => Create().Parse(args).InvokeAsync();

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Command command = new(
            "import",
            "Imports events, items or users. Engine settings (--Personalization:DataPath=...) may follow after --.")
        {
            Url, Key,
        };
        ImportOptions options = new();
        options.AddTo(command);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => ImportRun.RunAsync(
            options.Read(parsed, parsed.GetValue(Url), parsed.GetValue(Key)), parsed.UnmatchedTokens, cancellation));
        return command;
    }
}
