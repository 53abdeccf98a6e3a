using System.CommandLine;
using System.IO.Compression;
using Personalization.Client.Exports;
using Personalization.Tool.Connection;

namespace Personalization.Tool.Commands;

/// <summary>The <c>export</c> command: items, events and recommendations.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> Format = new Option<string>("--format")
    {
        Description = "ndjson or csv.",
        DefaultValueFactory = _ => "ndjson"
    }.AcceptOnlyFromAmong("ndjson", "csv");

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The file to write; .gz is compressed. Default: the output."
    };

    /// <summary>Creates the command.</summary>
    public static Command Create(ApiOptions api) =>
        new("export", "Exports items, events, users or recommendations. Needs a key with the role manage or operate.")
        {
            CreateItems(api), CreateEvents(api), CreateUsers(api), CreateLists(api),
        };

    private static Command CreateItems(ApiOptions api)
    {
        Option<string?> category = new("--category") { Description = "A category path." };
        Option<string?> filter = new("--filter") { Description = "An item filter." };
        Command command = new("items", "Exports the catalog.") { category, filter, Format, Out };
        command.SetAction((parsed, cancellation) => RunAsync(api, parsed, exports => exports.OpenAsync(
            ExportsApi.Items,
            new ExportQuery
            {
                Format = parsed.GetRequiredValue(Format),
                Category = parsed.GetValue(category),
                Filter = parsed.GetValue(filter),
            },
            cancellation)));
        return command;
    }

    private static Command CreateEvents(ApiOptions api)
    {
        Option<DateTimeOffset?> since = new("--since") { Description = "The earliest time of receipt, ISO 8601." };
        Option<string?> cursor = new("--cursor") { Description = "The cursor of the last event of an export." };
        Option<bool> cursors = new("--cursors") { Description = "Adds a cursor to each event." };
        Command command = new("events", "Exports the events of all users.") { since, cursor, cursors, Format, Out };
        command.SetAction((parsed, cancellation) => RunAsync(api, parsed, exports => exports.OpenAsync(
            ExportsApi.Events,
            new ExportQuery
            {
                Format = parsed.GetRequiredValue(Format),
                Since = parsed.GetValue(since),
                Cursor = parsed.GetValue(cursor),
                Cursors = parsed.GetValue(cursors),
            },
            cancellation)));
        return command;
    }

    private static Command CreateUsers(ApiOptions api)
    {
        Option<DateTimeOffset?> since = new("--since") { Description = "Only users with events received since then." };
        Command command = new("users", "Exports the ids of the users who have events.") { since, Format, Out };
        command.SetAction((parsed, cancellation) => RunAsync(api, parsed, exports => exports.OpenAsync(
            ExportsApi.Users,
            new ExportQuery { Format = parsed.GetRequiredValue(Format), Since = parsed.GetValue(since) },
            cancellation)));
        return command;
    }

    private static Command CreateLists(ApiOptions api)
    {
        Option<FileInfo> users = new Option<FileInfo>("--users")
        {
            Description = "A file with one user id per line. Default: all users who have events."
        }.AcceptExistingOnly();
        Option<string?> placement = new("--placement") { Description = "The placement." };
        Option<int?> count = new("--count") { Description = "Items of each list, 1 to 200. Default: 10." };
        Option<string?> fields = new("--fields") { Description = "Fields of each item, for example title,price." };
        Command command = new("recommendations", "Exports a list for each user.")
        {
            users, placement, count, fields, Format, Out,
        };
        command.SetAction((parsed, cancellation) => RunAsync(api, parsed, async exports =>
        {
            string[]? ids = parsed.GetValue(users) is { } file
                ? await File.ReadAllLinesAsync(file.FullName, cancellation)
                : null;
            ListExportQuery query = new()
            {
                UserIds = ids?.Where(id => id.Length > 0).ToArray(),
                Placement = parsed.GetValue(placement),
                Count = parsed.GetValue(count),
                Fields = parsed.GetValue(fields)?.Split(',', StringSplitOptions.TrimEntries),
            };
            return await exports.OpenRecommendationsAsync(query, parsed.GetRequiredValue(Format), cancellation);
        }));
        return command;
    }

    /// <summary>Copies an export to the file or the output.</summary>
    private static Task<int> RunAsync(ApiOptions api, ParseResult parsed, Func<ExportsApi, Task<Stream>> open) =>
        api.RunAsync(parsed, async client =>
        {
            await using Stream lines = await open(client.Exports);
            await using Stream target = OpenTarget(parsed.GetValue(Out));
            await lines.CopyToAsync(target);
        });

    private static Stream OpenTarget(string? path) =>
        path is null ? Console.OpenStandardOutput()
        : path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(File.Create(path), CompressionLevel.Fastest)
        : File.Create(path);
}
