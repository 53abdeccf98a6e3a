using System.CommandLine;
using System.CommandLine.Parsing;

namespace Personalization.Client.Api.Import;

/// <summary>The <c>import</c> command.</summary>
internal static class ImportCommand
{
    private static readonly Argument<FileInfo> Input =
        new Argument<FileInfo>("FILE") { Description = "The event log to import." }.AcceptExistingOnly();
    private static readonly Option<string> Format = new Option<string>("--format")
    {
        Description = "The format of FILE.",
        Required = true
    }.AcceptOnlyFromAmong(ImportFormats.Names);
    private static readonly Option<Uri?> Url = new("--url")
    {
        CustomParser = ReadUrl,
        Description = "The API's address. Default: the API on this machine, or else an engine started for the import."
    };
    private static readonly Option<string?> Key =
        new("--key") { Description = "The API key. Requires the role write." };
    private static readonly Option<string?> Rejects = new("--rejects")
    {
        Description = "The file for rejected lines and their reasons. Default: FILE.rejects."
    };
    private static readonly Option<string?> State = new("--checkpoint")
    {
        Description = "The file for the import's progress. Default: FILE.import-checkpoint."
    };
    private static readonly Option<int> Batch = Bounded("--batch", "Events per request", 500, 1000);
    private static readonly Option<int> Parallel = Bounded("--parallel", "Parallel requests", 4, 64);

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
            "Imports an event log. Engine settings (--Personalization:DataPath=...) may follow after --.")
        {
            Input, Format, Url, Key, Rejects, State, Batch, Parallel,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellation) => ImportRun.RunAsync(Read(parsed), parsed.UnmatchedTokens, cancellation));
        return command;
    }

    private static ImportSettings Read(ParseResult parsed)
    {
        string file = parsed.GetRequiredValue(Input).FullName;
        return new ImportSettings
        {
            File = file,
            Format = parsed.GetRequiredValue(Format),
            Url = parsed.GetValue(Url),
            Key = parsed.GetValue(Key),
            Rejects = parsed.GetValue(Rejects) ?? file + ".rejects",
            Checkpoint = parsed.GetValue(State) ?? file + ".import-checkpoint",
            Batch = parsed.GetValue(Batch),
            Parallel = parsed.GetValue(Parallel),
        };
    }

    private static Uri? ReadUrl(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : string.Empty;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        result.AddError($"--url must be an HTTP address such as http://127.0.0.1:5080 but was '{text}'.");
        return null;
    }

    private static Option<int> Bounded(string name, string meaning, int defaultValue, int max)
    {
        Option<int> option =
            new(name) { Description = $"{meaning}, 1 to {max}.", DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result =>
        {
            int value = result.GetValueOrDefault<int>();
            if (value < 1 || value > max)
            {
                result.AddError($"{name} must be 1 to {max} but was {value}.");
            }
        });
        return option;
    }
}
