using System.CommandLine;
using System.CommandLine.Parsing;

namespace Personalization.Client.Api.Import;

/// <summary>The command line of <c>import</c>.</summary>
internal static class ImportCommand
{
    private static readonly Argument<FileInfo> Input =
        new Argument<FileInfo>("FILE") { Description = "The log to import." }.AcceptExistingOnly();
    private static readonly Option<string> Format = new Option<string>("--format")
    {
        Description = "How to read it.",
        Required = true
    }.AcceptOnlyFromAmong(ImportFormats.Names);
    private static readonly Option<Uri?> Url = new("--url")
    {
        CustomParser = ReadUrl,
        Description = "The API; without it the one on this machine, or an engine started for the import."
    };
    private static readonly Option<string?> Key = new("--key") { Description = "The API key; its role must be write." };
    private static readonly Option<string?> Rejects = new("--rejects")
    {
        Description = "Where lines that are not taken go, with their reasons; FILE.rejects by default."
    };
    private static readonly Option<string?> State = new("--checkpoint")
    {
        Description = "Where the import remembers how far it came; FILE.import-checkpoint by default."
    };
    private static readonly Option<int> Batch = Bounded("--batch", "Events a request", 500, 1000);
    private static readonly Option<int> Parallel = Bounded("--parallel", "Requests at a time", 4, 64);

    /// <summary>Runs an import.</summary>
    /// <param name="args">The arguments after <c>import</c>.</param>
    /// <returns>0 when every line was imported, 2 when some lines were rejected, 1 when the import did not
    /// finish.</returns>
    public static Task<int> RunAsync(string[] args) => Create().Parse(args).InvokeAsync();

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Command command = new(
            "import",
            "Imports a log of events. Settings of the engine (--Personalization:DataPath=...) may follow after --.")
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

        result.AddError($"--url must be an address such as http://127.0.0.1:5080, is '{text}'.");
        return null;
    }

    private static Option<int> Bounded(string name, string meaning, int byDefault, int most)
    {
        Option<int> option =
            new(name) { Description = $"{meaning}, 1 to {most}.", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            int value = result.GetValueOrDefault<int>();
            if (value < 1 || value > most)
            {
                result.AddError($"{name} must be 1 to {most}, is {value}.");
            }
        });
        return option;
    }
}
