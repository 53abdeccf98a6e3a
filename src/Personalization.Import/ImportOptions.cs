using System.CommandLine;
using System.CommandLine.Parsing;

namespace Personalization.Import;

/// <summary>The arguments of the <c>import</c> command that all programs share.</summary>
internal sealed class ImportOptions
{
    private readonly Argument<FileInfo> _input = new Argument<FileInfo>("FILE")
    {
        Description = "The file to import; .gz is decompressed."
    }.AcceptExistingOnly();
    private readonly Option<string?> _format = new("--format")
    {
        Description = "The format of FILE. Default: by its ending, .csv, .ndjson or .jsonl."
    };
    private readonly Option<string> _kind = new("--kind")
    {
        Description = "What the lines are: events, items or users.",
        DefaultValueFactory = _ => "events"
    };
    private readonly Option<string> _columns = new("--columns")
    {
        Description = "CSV: the columns to read, FIELD=COLUMN separated by commas, for example user=customer_id,"
            + "item=sku,type=action,at=ts. Default: the header has the names of fields.",
        DefaultValueFactory = _ => string.Empty,
    };
    private readonly Option<string> _types = new("--types")
    {
        Description = "CSV: event types, FROM=TO separated by commas, for example pageview=view,order=purchase.",
        DefaultValueFactory = _ => string.Empty,
    };
    private readonly Option<string?> _rejects = new("--rejects")
    {
        Description = "The file for rejected lines and their reasons. Default: FILE.rejects."
    };
    private readonly Option<string?> _state = new("--checkpoint")
    {
        Description = "The file for the import's progress. Default: FILE.import-checkpoint."
    };
    private readonly Option<int> _batch = Bounded("--batch", "Lines per request", 500, 1000);
    private readonly Option<int> _parallel = Bounded("--parallel", "Parallel requests", 4, 64);

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command)
    {
        _ = _format.AcceptOnlyFromAmong(ImportFormats.Names);
        _ = _kind.AcceptOnlyFromAmong("events", "items", "users");
        command.Arguments.Add(_input);
        Option[] options = [_format, _kind, _columns, _types, _rejects, _state, _batch, _parallel];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(Validate);
    }

    /// <summary>Reads the arguments.</summary>
    public ImportSettings Read(ParseResult parsed, Uri? url, string? key)
    {
        string file = parsed.GetRequiredValue(_input).FullName;
        ImportKind kind = KindOf(parsed.GetRequiredValue(_kind));
        return new ImportSettings
        {
            File = file,
            Format = parsed.GetValue(_format) ?? ImportFormats.Guess(file)!,
            Kind = kind,
            Columns = CsvColumns.ReadMapping(parsed.GetRequiredValue(_columns), kind, []),
            Types = TypesOf(parsed.GetRequiredValue(_types), []),
            Url = url,
            Key = key,
            Rejects = parsed.GetValue(_rejects) ?? file + ".rejects",
            Checkpoint = parsed.GetValue(_state) ?? file + ".import-checkpoint",
            Batch = parsed.GetValue(_batch),
            Parallel = parsed.GetValue(_parallel),
        };
    }

    private void Validate(CommandResult command)
    {
        List<string> problems = [];
        string kind = command.GetValue(_kind) ?? "events";
        string? format = command.GetValue(_format)
            ?? (command.GetValue(_input) is { } file ? ImportFormats.Guess(file.FullName) : "ndjson");
        string columns = command.GetValue(_columns) ?? string.Empty;
        string types = command.GetValue(_types) ?? string.Empty;
        if (format is null)
        {
            problems.Add($"--format is needed for this file: {string.Join(", ", ImportFormats.Names)}.");
        }
        else if (format != "csv" && columns.Length + types.Length > 0)
        {
            problems.Add($"--columns and --types are for CSV, but the format is {format}.");
        }
        else if (format is "movielens" or "retailrocket" && kind != "events")
        {
            problems.Add($"The format {format} has events only, but --kind is {kind}.");
        }

        _ = CsvColumns.ReadMapping(columns, KindOf(kind), problems);
        _ = TypesOf(types, problems);
        problems.ForEach(command.AddError);
    }

    private static ImportKind KindOf(string name) => name switch
    {
        "items" => ImportKind.Items,
        "users" => ImportKind.Users,
        _ => ImportKind.Events,
    };

    private static Dictionary<string, string> TypesOf(string text, List<string> problems)
    {
        Dictionary<string, string> types = new(StringComparer.Ordinal);
        foreach (string pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = pair.Split('=');
            if (sides is not [{ Length: > 0 } from, { Length: > 0 } to] || !types.TryAdd(from, to))
            {
                problems.Add($"--types must be FROM=TO, each FROM once, but has '{pair}'.");
            }
        }

        return types;
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
