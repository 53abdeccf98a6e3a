using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Benchmarks.Reports;
using Spectre.Console;

namespace Personalization.Benchmarks.Load;

/// <summary>The command <c>load</c>: sends a load of many users to running servers.</summary>
internal sealed class LoadCommand
{
    private static readonly JsonSerializerOptions Json =
        new(ReportWriter.Json) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly Option<string> _api = new("--api")
    {
        Description = "The API's addresses, separated by commas; requests use them in turn.",
        Required = true
    };
    private readonly Option<double> _rate = new("--rate")
    {
        Description = "Requests due per second, independent of the servers.",
        DefaultValueFactory = _ => 1_000
    };
    private readonly Option<bool> _closed = new("--closed")
    {
        Description =
            "Closed loop instead of a rate: each connection sends its next request after the last answer."
    };
    private readonly Option<string> _duration = Time(
        "--duration", "60s", "The time in which requests are due: 90s, 2m, 500ms.");
    private readonly Option<string> _warmUp = Time(
        "--warm-up", "0s", "The warm-up before that time, not counted.");
    private readonly Option<string> _timeout = Time("--timeout", "5s", "The time-out of a try.");
    private readonly Option<int> _tries = new("--tries")
    {
        Description = "The tries per request after no answer, 429 or 5xx; each failed try is counted.",
        DefaultValueFactory = _ => 3
    };
    private readonly Option<int> _connections =
        new("--connections") { Description = "Connections over all addresses.", DefaultValueFactory = _ => 64 };
    private readonly Option<int> _workers = new("--workers")
    {
        Description = "Threads; one thread sends tens of thousands of requests per second.",
        DefaultValueFactory = _ => 1
    };
    private readonly Option<int> _users = new("--users") { DefaultValueFactory = _ => 100_000 };
    private readonly Option<int> _items = new("--items") { DefaultValueFactory = _ => 5_000 };
    private readonly Option<double> _userExponent = new("--user-exponent")
    {
        Description = "The Zipf exponent of the users; 0 makes all users equally active.",
        DefaultValueFactory = _ => .8
    };
    private readonly Option<double> _itemExponent =
        new("--item-exponent") { Description = "The Zipf exponent of the items.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _userIds = new("--user-id")
    {
        Description = "The pattern of the user ids; # is the number, #### the number with four digits.",
        DefaultValueFactory = _ => "u#"
    };
    private readonly Option<string> _itemIds = new("--item-id")
    {
        Description = "The pattern of the item ids; p-#### with --items 420 fits the sample shop.",
        DefaultValueFactory = _ => "i#"
    };
    private readonly Option<double> _readShare =
        new("--read-share")
        {
            Description = "The share of reads among the requests, 0 to 1.",
            DefaultValueFactory = _ => .8
        };
    private readonly Option<double> _batchShare =
        new("--batch-share") { Description = "The share of batches among the write requests, 0 to 1." };
    private readonly Option<int> _batchSize = new("--batch-size") { DefaultValueFactory = _ => 100 };
    private readonly Option<int> _count =
        new("--count") { Description = "Items requested per read.", DefaultValueFactory = _ => 10 };
    private readonly Option<string?> _key = new("--key") { Description = "The API key." };
    private readonly Option<int> _seed =
        new("--seed") { Description = "The seed of arrivals, users, items and the mix.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _run = new("--run")
    {
        Description = "The prefix of every event id; the default is the current time. Events of an earlier run with "
            + "the same name are duplicates."
    };
    private readonly Option<string?> _out = new("--out") { Description = "A folder for load.json and load.svg." };
    private readonly Option<string?> _json =
        new("--json") { Description = "Also write the figures to this file, as JSON." };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        LoadCommand load = new();
        Command command = new("load", "Sends user requests at a given rate to running servers. Latency counts from the "
            + "time a request was due; every failure is counted.")
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

    /// <summary>Parses <c>500ms</c>, <c>90s</c>, <c>2m</c>, <c>1h</c>; a bare number is seconds.</summary>
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

    /// <summary>Creates a console that does not wrap tables if the output is a file.</summary>
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
        : throw new FormatException($"'{text}' is not an address such as http://127.0.0.1:5080.");
}
