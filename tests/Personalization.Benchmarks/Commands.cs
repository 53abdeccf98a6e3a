using System.CommandLine;
using Personalization.Benchmarks.Ceilings;
using Personalization.Benchmarks.Http;
using Personalization.Benchmarks.Shop;

namespace Personalization.Benchmarks;

/// <summary>The command line.</summary>
internal static class Commands
{
    /// <summary><c>http</c>: rates, latencies and memory over HTTP.</summary>
    public static Command Http()
    {
        Option<string?> data = new("--data") { Description = "A folder in the retailrocket layout to import and train on; without it the generated sample shop is used." };
        Option<string?> json = JsonFile();
        Option<string?> markdown = MarkdownFile();
        Option<string?> work = WorkFolder();
        Option<int> rounds = new("--rounds") { Description = "How often everything is measured in turn; medians are reported.", DefaultValueFactory = _ => 5 };
        Option<double> seconds = new("--seconds") { Description = "How long one measurement lasts.", DefaultValueFactory = _ => 4 };
        Option<int> connections = new("--connections") { Description = "Open connections of the load generator.", DefaultValueFactory = _ => 64 };
        Option<int> users = new("--users") { Description = "How many users to activate to measure their memory; 0 leaves it out.", DefaultValueFactory = _ => 100_000 };
        Command command = new("http", "Closed-loop and open-loop load against the built engine, and against its ceilings.") { data, json, markdown, work, rounds, seconds, connections, users };
        command.SetAction(parsed => HttpBenchmark.RunAsync(
            new HttpOptions(
                parsed.GetValue(data), parsed.GetValue(json), parsed.GetValue(markdown), parsed.GetValue(work), parsed.GetValue(rounds),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(connections), parsed.GetValue(users)),
            Console.Out));
        return command;
    }

    /// <summary><c>shop</c>: quality on a real shop's log, as served.</summary>
    public static Command Shop()
    {
        Option<string> data = new("--data") { Description = "A folder in the retailrocket layout: events.csv and test_buy.csv.", Required = true };
        Option<string?> json = JsonFile();
        Option<string?> markdown = MarkdownFile();
        Option<string?> work = WorkFolder();
        Option<bool> baselines = new("--baselines-only") { Description = "Check the evaluator and stop; needs no engine." };
        Command command = new("shop", "Imports a shop's log over HTTP, trains, and judges the lists served.") { data, json, markdown, work, baselines };
        command.SetAction(parsed => ShopBenchmark.RunAsync(
            new ShopOptions(parsed.GetValue(data)!, parsed.GetValue(json), parsed.GetValue(markdown), parsed.GetValue(work), parsed.GetValue(baselines)), Console.Out));
        return command;
    }

    /// <summary><c>log</c>: the event log against a raw group commit.</summary>
    public static Command Log()
    {
        Option<string> work = new("--work") { Description = "A folder on the disk to measure.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "personalization-ceiling") };
        Option<int> rounds = new("--rounds") { DefaultValueFactory = _ => 5 };
        Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 4 };
        Command command = new("log", "The embedded store's event log against a raw SQLite group commit of the same rows.") { work, rounds, seconds };
        command.SetAction(parsed => EventLogComparison.RunAsync(
            parsed.GetValue(work)!, parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Out));
        return command;
    }

    /// <summary>Serves the ceilings; started by <c>http</c> as a process of its own.</summary>
    public static Command Ceilings()
    {
        Option<string> body = new("--body") { Required = true };
        Option<string> urls = new("--urls") { Required = true };
        Command command = new("ceilings", "Serves the ceilings of the http benchmark.") { body, urls };
        command.Hidden = true;
        command.SetAction(parsed => CeilingServer.RunAsync(parsed.GetValue(body)!, parsed.GetValue(urls)!));
        return command;
    }

    private static Option<string?> JsonFile() => new("--json") { Description = "Also write the figures to this file, as JSON." };

    private static Option<string?> MarkdownFile() => new("--markdown") { Description = "Also write the tables to this file." };

    private static Option<string?> WorkFolder() => new("--work") { Description = "Where the engine keeps its data during the run: choose the disk to measure." };
}
