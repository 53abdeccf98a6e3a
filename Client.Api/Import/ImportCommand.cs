using System.CommandLine;

namespace Personalization.Client.Api.Import;

/// <summary>The command line of <c>import</c>.</summary>
internal static class ImportCommand
{
    private static readonly Argument<FileInfo> Input = new("FILE") { Description = "The log to import." };
    private static readonly Option<string> Format = new("--format") { Description = "retailrocket, movielens or ndjson.", Required = true };
    private static readonly Option<Uri?> Url = new("--url") { Description = "The API; without it the one on this machine, or an engine started for the import." };
    private static readonly Option<string?> Key = new("--key") { Description = "The API key; its role must be write." };
    private static readonly Option<string?> Rejects = new("--rejects") { Description = "Where lines that are not taken go, with their reasons; FILE.rejects by default." };
    private static readonly Option<string?> State = new("--checkpoint") { Description = "Where the import remembers how far it came; FILE.import-checkpoint by default." };
    private static readonly Option<int> Batch = new("--batch") { Description = "Events a request, 1 to 1000.", DefaultValueFactory = _ => 500 };
    private static readonly Option<int> Parallel = new("--parallel") { Description = "Requests at a time, 1 to 64.", DefaultValueFactory = _ => 4 };

    /// <summary>Runs an import.</summary>
    /// <returns>0: everything was taken; 2: some lines were not; 1: it could not be finished.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        Format.AcceptOnlyFromAmong(ImportFormats.Names);
        Input.AcceptExistingOnly();
        Batch.Validators.Add(result => Require(result, 1, 1000));
        Parallel.Validators.Add(result => Require(result, 1, 64));
        RootCommand command = new("Imports a log of events. Settings of the engine (--Personalization:DataPath=...) may follow after --.")
        {
            Input, Format, Url, Key, Rejects, State, Batch, Parallel,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => ImportRun.RunAsync(Read(parsed), parsed.UnmatchedTokens, cancellation));
        return command.Parse(args).InvokeAsync();
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

    private static void Require(System.CommandLine.Parsing.OptionResult result, int least, int most)
    {
        int value = result.GetValueOrDefault<int>();
        if (value < least || value > most)
        {
            result.AddError($"{result.Option.Name} must be {least} to {most}, is {value}.");
        }
    }
}
