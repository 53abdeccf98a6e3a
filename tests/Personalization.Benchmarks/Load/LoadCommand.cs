using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Benchmarks.Reports;
using Spectre.Console;

namespace Personalization.Benchmarks.Load;

/// <summary><c>load</c>: a load of users against running servers.</summary>
internal sealed class LoadCommand
{
    private static readonly JsonSerializerOptions Json =
        new(ReportWriter.Json) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly Option<string> _api = new("--api")
    {
        Description = "The API's addresses, with commas between them; requests take them in turn.",
        Required = true
    };
    private readonly Option<double> _rate = new("--rate")
    {
        Description = "Requests due a second, whatever the servers do.",
        DefaultValueFactory = _ => 1_000
    };
    private readonly Option<bool> _closed = new("--closed")
    {
        Description =
            "Instead of a rate: every connection sends its next request as soon as it has the last one's answer."
    };
    private readonly Option<string> _duration = Time("--duration", "60s", "How long requests are due: 90s, 2m, 500ms.");
    private readonly Option<string> _warmUp = Time(
        "--warm-up", "0s", "How long requests are sent before that and not counted.");
    private readonly Option<string> _timeout = Time("--timeout", "5s", "How long a try may take.");
    private readonly Option<int> _tries = new("--tries")
    {
        Description = "How often a request is tried that got no answer, 429 or 5xx; each failed try is counted.",
        DefaultValueFactory = _ => 3
    };
    private readonly Option<int> _connections =
        new("--connections") { Description = "Connections, over all addresses.", DefaultValueFactory = _ => 64 };
    private readonly Option<int> _workers = new("--workers")
    {
        Description = "Threads; one drives tens of thousands of requests a second.",
        DefaultValueFactory = _ => 1
    };
    private readonly Option<int> _users = new("--users") { DefaultValueFactory = _ => 100_000 };
    private readonly Option<int> _items = new("--items") { DefaultValueFactory = _ => 5_000 };
    private readonly Option<double> _userExponent = new("--user-exponent")
    {
        Description = "How unequal users are (Zipf); 0 makes all alike.",
        DefaultValueFactory = _ => .8
    };
    private readonly Option<double> _itemExponent =
        new("--item-exponent") { Description = "How unequal items are (Zipf).", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _userIds = new("--user-id")
    {
        Description = "The users' ids; # is the number, #### the number in four digits.",
        DefaultValueFactory = _ => "u#"
    };
    private readonly Option<string> _itemIds = new("--item-id")
    {
        Description = "The items' ids; p-#### with --items 420 is the sample shop.",
        DefaultValueFactory = _ => "i#"
    };
    private readonly Option<double> _readShare =
        new("--read-share") { Description = "The share of reads among the requests.", DefaultValueFactory = _ => .8 };
    private readonly Option<double> _batchShare =
        new("--batch-share") { Description = "The share of batches among the requests that write." };
    private readonly Option<int> _batchSize = new("--batch-size") { DefaultValueFactory = _ => 100 };
    private readonly Option<int> _count =
        new("--count") { Description = "Items asked for in a read.", DefaultValueFactory = _ => 10 };
    private readonly Option<string?> _key = new("--key") { Description = "The API key." };
    private readonly Option<int> _seed =
        new("--seed") { Description = "Chooses arrivals, users, items and the mix.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _run = new("--run")
    {
        Description = "Begins every event id; the time by default. Events of a name used before are duplicates."
    };
    private readonly Option<string?> _out = new("--out") { Description = "A folder for load.json and load.svg." };
    private readonly Option<string?> _json =
        new("--json") { Description = "Also write the figures to this file, as JSON." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        LoadCommand load = new();
        Command command = new("load", "Users' requests at a given rate against running servers: latency from when each "
            + "was due, every failure counted.")
        {
            load._api, load._rate, load._closed, load._duration, load._warmUp, load._timeout, load._tries,
            load._connections, load._workers, load._users, load._items,
            load._userExponent, load._itemExponent, load._userIds, load._itemIds, load._readShare, load._batchShare,
            load._batchSize, load._count, load._key, load._seed,
            load._run, load._out, load._json,
        };
        command.SetAction(load.RunAsync);
        return command;
    }

    /// <summary>Reads <c>500ms</c>, <c>90s</c>, <c>2m</c>, <c>1h</c>; a bare number is seconds.</summary>
    internal static bool TryReadTime(string text, out TimeSpan time)
    {
        string number = text.TrimEnd('m', 's', 'h');
        double? unit =
            text[number.Length..] switch { "ms" => .001, "s" or "" => 1, "m" => 60, "h" => 3_600, _ => null };
        bool read = double.TryParse(
            number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) & unit is not null;
        time = read ? TimeSpan.FromSeconds(value * unit!.Value) : default;
        return read;
    }

    private static Option<string> Time(string name, string value, string description)
    {
        Option<string> option = new(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (!TryReadTime(result.GetValueOrDefault<string>(), out _))
            {
                result.AddError($"{name} must be a time such as 500ms, 90s or 2m.");
            }
        });
        return option;
    }

    private static TimeSpan Read(string text) => TryReadTime(text, out TimeSpan time) ? time : default;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        LoadReport report;
        try
        {
            report = await new LoadRun(OptionsOf(parsed)).RunAsync(cancellationToken);
        }
        catch (Exception wrong) when (wrong is ArgumentException
            or FormatException
            or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 1;
        }

        LoadTables.Write(WideConsole(), report);
        await WriteFilesAsync(parsed, report);
        return 0;
    }

    /// <summary>A console that does not break tables when the output goes to a file.</summary>
    private static IAnsiConsole WideConsole()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 500;
        }

        return AnsiConsole.Console;
    }

    private async Task WriteFilesAsync(ParseResult parsed, LoadReport report)
    {
        string json = JsonSerializer.Serialize(report, Json);
        if (parsed.GetValue(_json) is { } file)
        {
            await File.WriteAllTextAsync(file, json + "\n");
        }

        if (parsed.GetValue(_out) is { } folder)
        {
            _ = Directory.CreateDirectory(folder);
            string figures = Path.Combine(folder, "load.json");
            string picture = Path.Combine(folder, "load.svg");
            await File.WriteAllTextAsync(figures, json + "\n");
            await File.WriteAllTextAsync(picture, LoadPicture.Draw(report));
            Console.WriteLine($"Figures and picture: {figures}, {picture}");
        }
    }

    private LoadOptions OptionsOf(ParseResult parsed) => new()
    {
        Addresses = [.. parsed.GetValue(_api)!
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(AddressOf)],
        Run = parsed.GetValue(_run)
            ?? TimeProvider.System.GetUtcNow().ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture),
        Rate = parsed.GetValue(_closed) ? null : parsed.GetValue(_rate),
        Duration = Read(parsed.GetValue(_duration)!),
        WarmUp = Read(parsed.GetValue(_warmUp)!),
        Timeout = Read(parsed.GetValue(_timeout)!),
        Tries = parsed.GetValue(_tries),
        Connections = parsed.GetValue(_connections),
        Workers = parsed.GetValue(_workers),
        Users = parsed.GetValue(_users),
        Items = parsed.GetValue(_items),
        UserExponent = parsed.GetValue(_userExponent),
        ItemExponent = parsed.GetValue(_itemExponent),
        UserIds = new IdPattern(parsed.GetValue(_userIds)!),
        ItemIds = new IdPattern(parsed.GetValue(_itemIds)!),
        ReadShare = parsed.GetValue(_readShare),
        BatchShare = parsed.GetValue(_batchShare),
        BatchSize = parsed.GetValue(_batchSize),
        Count = parsed.GetValue(_count),
        Key = parsed.GetValue(_key),
        Seed = parsed.GetValue(_seed),
    };

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        ? address
        : throw new FormatException($"'{text}' is no address such as http://127.0.0.1:5080.");
}
