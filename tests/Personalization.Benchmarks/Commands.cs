using System.CommandLine;
using Personalization.Benchmarks.Cluster;
using Personalization.Benchmarks.Cluster.Failover;
using Personalization.Benchmarks.Quality.Shop;
using Personalization.Benchmarks.Serving;
using Personalization.Benchmarks.Serving.Ceilings;
using Personalization.Benchmarks.Serving.Ranking;

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

    /// <summary><c>compare</c>: two builds in one run.</summary>
    public static Command Compare()
    {
        Option<string> other = new("--other") { Description = "The Personalization.Client.Api.dll of another build, say of the commit before.", Required = true };
        Option<string?> json = JsonFile();
        Option<string?> markdown = MarkdownFile();
        Option<int> rounds = new("--rounds") { Description = "How often everything is measured in turn; medians are reported.", DefaultValueFactory = _ => 7 };
        Option<double> seconds = new("--seconds") { Description = "How long one measurement lasts.", DefaultValueFactory = _ => 2 };
        Command command = new("compare", "This build of the engine and another, loaded in turn in one run beside bare grains.") { other, json, markdown, rounds, seconds };
        command.SetAction(parsed => BuildComparison.RunAsync(
            parsed.GetValue(other)!, parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(json), parsed.GetValue(markdown), Console.Out));
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

    /// <summary><c>failover</c>: how long users are without their own lists after a fault.</summary>
    public static Command Failover()
    {
        Option<string?> json = JsonFile();
        Option<string?> markdown = MarkdownFile();
        Option<int> silos = new("--silos") { DefaultValueFactory = _ => 3 };
        Option<int> rounds = new("--rounds") { Description = "How often each fault is made.", DefaultValueFactory = _ => 3 };
        Option<int> users = new("--users") { Description = "How many users' lists are watched.", DefaultValueFactory = _ => 300 };
        Option<string[]> settings = new("--set") { Description = "A setting of every process, Personalization__Section__Key=value.", DefaultValueFactory = _ => [] };
        Command command = new("failover", "SIGTERM, kill -9, a frozen silo, a partition, a crash of all: how long until own lists are back. Needs root and PostgreSQL.") { json, markdown, silos, rounds, users, settings };
        command.SetAction(parsed => FailoverBenchmark.RunAsync(
            new FailoverOptions(
                parsed.GetValue(silos), parsed.GetValue(rounds), parsed.GetValue(users), parsed.GetValue(settings)!, parsed.GetValue(json), parsed.GetValue(markdown)),
            Console.Out));
        return command;
    }

    /// <summary><c>postgres</c>: the shared event log against a raw group commit.</summary>
    public static Command Postgres()
    {
        Option<string> connection = new("--connection") { Description = "A database to measure in: a schema is made in it and dropped again.", Required = true };
        Option<int> rounds = new("--rounds") { DefaultValueFactory = _ => 5 };
        Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 4 };
        Command command = new("postgres", "The event log in PostgreSQL against raw inserts of the same rows in groups.") { connection, rounds, seconds };
        command.SetAction(parsed => PostgresComparison.RunAsync(
            parsed.GetValue(connection)!, parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Out));
        return command;
    }

    /// <summary><c>scale</c>: more silos, more throughput.</summary>
    public static Command Scale()
    {
        Option<string?> json = JsonFile();
        Option<string?> markdown = MarkdownFile();
        Option<string?> picture = new("--picture") { Description = "Also draw a plot into this .png file." };
        Option<int[]> silos = new("--silos") { DefaultValueFactory = _ => [1, 2, 4], AllowMultipleArgumentsPerToken = true };
        Option<double> cores = new("--cores") { Description = "The share of a core each silo may use.", DefaultValueFactory = _ => .25 };
        Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 8 };
        Option<int> rounds = new("--rounds") { Description = "Rounds of the comparison with bare grains.", DefaultValueFactory = _ => 3 };
        Command command = new("scale", "1, 2, 4 silos of a limited share of a core each, and the cost of the hop from API to silo against bare grains. Needs root and PostgreSQL.") { json, markdown, picture, silos, cores, seconds, rounds };
        command.SetAction(parsed => ScaleBenchmark.RunAsync(
            new ScaleOptions(
                parsed.GetValue(silos)!, parsed.GetValue(cores), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds),
                parsed.GetValue(json), parsed.GetValue(markdown), parsed.GetValue(picture)),
            Console.Out));
        return command;
    }

    /// <summary><c>endurance</c>: saturated silos, for long.</summary>
    public static Command Endurance()
    {
        Option<string?> json = JsonFile();
        Option<string?> markdown = MarkdownFile();
        Option<int> silos = new("--silos") { DefaultValueFactory = _ => 3 };
        Option<double> cores = new("--cores") { Description = "The share of a core each silo may use.", DefaultValueFactory = _ => .25 };
        Option<double> minutes = new("--minutes") { DefaultValueFactory = _ => 60 };
        Command command = new("endurance", "Silos with more load than they can take, for an hour: none may be taken for dead. Needs root and PostgreSQL.") { json, markdown, silos, cores, minutes };
        command.SetAction(parsed => EnduranceBenchmark.RunAsync(
            parsed.GetValue(silos), parsed.GetValue(cores), parsed.GetValue(minutes), parsed.GetValue(json), parsed.GetValue(markdown), Console.Out));
        return command;
    }

    /// <summary><c>known</c>: many users in the store, some of them active.</summary>
    public static Command Known()
    {
        Option<string?> json = JsonFile();
        Option<string?> markdown = MarkdownFile();
        Option<int> known = new("--known") { Description = "Users in the store.", DefaultValueFactory = _ => 1_000_000 };
        Option<int> active = new("--active") { Description = "Users activated by a first read.", DefaultValueFactory = _ => 100_000 };
        Command command = new("known", "A million users known, a hundred thousand active: activation from a cold store, time to first list, memory. Needs PostgreSQL.") { json, markdown, known, active };
        command.SetAction(parsed => KnownUsersBenchmark.RunAsync(parsed.GetValue(known), parsed.GetValue(active), parsed.GetValue(json), parsed.GetValue(markdown), Console.Out));
        return command;
    }

    /// <summary><c>telemetry</c>: what measuring costs.</summary>
    public static Command Telemetry()
    {
        Option<string?> json = JsonFile();
        Option<string?> markdown = MarkdownFile();
        Option<int> rounds = new("--rounds") { DefaultValueFactory = _ => 7 };
        Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 2 };
        Command command = new("telemetry", "Rates and processor time with and without metrics, traces and JSON logs.") { json, markdown, rounds, seconds };
        command.SetAction(parsed => TelemetryBenchmark.RunAsync(
            parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(json), parsed.GetValue(markdown), Console.Out));
        return command;
    }

    /// <summary>Serves the ceilings; started by <c>http</c> as a process of its own.</summary>
    public static Command Ceilings()
    {
        Option<string> body = new("--body") { Required = true };
        Option<string> urls = new("--urls") { Required = true };
        Option<int> gateway = new("--gateway");
        Option<bool> isClient = new("--client");
        Command command = new("ceilings", "Serves the ceilings of the benchmarks.") { body, urls, gateway, isClient };
        command.Hidden = true;
        command.SetAction(parsed => CeilingServer.RunAsync(parsed.GetValue(body)!, parsed.GetValue(urls)!, parsed.GetValue(gateway), parsed.GetValue(isClient)));
        return command;
    }

    /// <summary><c>ranking</c>: what ranking one user costs.</summary>
    public static Command Ranking()
    {
        Option<string?> json = JsonFile();
        Option<string?> markdown = MarkdownFile();
        Option<int> items = new("--items") { DefaultValueFactory = _ => 100_000 };
        Option<int> trees = new("--trees") { DefaultValueFactory = _ => 100 };
        Option<int> rounds = new("--rounds") { Description = "How often each thing is measured, all in turn.", DefaultValueFactory = _ => 1000 };
        Command command = new("ranking", "The learnt ranker's trees against ML.NET's own evaluation, and one user's whole recomputation.") { json, markdown, items, trees, rounds };
        command.SetAction(parsed => RankingBenchmark.RunAsync(
            parsed.GetValue(items), parsed.GetValue(trees), parsed.GetValue(rounds), parsed.GetValue(json), parsed.GetValue(markdown), Console.Out));
        return command;
    }

    private static Option<string?> JsonFile() => new("--json") { Description = "Also write the figures to this file, as JSON." };

    private static Option<string?> MarkdownFile() => new("--markdown") { Description = "Also write the tables to this file." };

    private static Option<string?> WorkFolder() => new("--work") { Description = "Where the engine keeps its data during the run: choose the disk to measure." };
}
