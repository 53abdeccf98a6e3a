using System.CommandLine;
using Personalization.Benchmarks.Cluster;
using Personalization.Benchmarks.Quality.Layouts;

namespace Personalization.Benchmarks.Training;

/// <summary>What training costs.</summary>
internal static class TrainingCommands
{
    /// <summary><c>training</c>: time, memory and size of a training on a long log, and of a refresh.</summary>
    public static Command Training()
    {
        Option<int> events = new("--events") { DefaultValueFactory = _ => 1_000_000 };
        Option<int?> users = new("--users") { Description = "A twentieth of the events when not said." };
        Option<int> items = new("--items") { DefaultValueFactory = _ => 100_000 };
        Option<double> more = new("--more") { Description = "So many more events, as a share, come before the refresh.", DefaultValueFactory = _ => 0.05 };
        Option<int> threads = Threads();
        Option<string?> json = new("--json") { Description = "Also write the figures to this file, as JSON." };
        Option<string?> markdown = Markdown();
        Command command = new("training", "The default training on a generated log, step by step, then a refresh.") { events, users, items, more, threads, json, markdown };
        command.SetAction(parsed => TrainingBenchmark.RunAsync(
            new TrainingBenchmarkOptions(
                parsed.GetValue(events), parsed.GetValue(users) ?? Math.Max(1, parsed.GetValue(events) / 20), parsed.GetValue(items), parsed.GetValue(more), parsed.GetValue(threads),
                parsed.GetValue(json), parsed.GetValue(markdown)),
            Console.Out));
        return command;
    }

    /// <summary><c>warm-start</c>: epochs and quality of factors that go on from an earlier model.</summary>
    public static Command WarmStart()
    {
        Option<string> protocol = new("--protocol") { Required = true };
        _ = protocol.AcceptOnlyFromAmong(Layout.Names);
        Option<string> data = new("--data") { Description = "The folder with the data set's files.", Required = true };
        Option<int> threads = Threads();
        Option<string?> markdown = Markdown();
        Command command = new("warm-start", "The factor source after some epochs, begun at random and gone on from an earlier model.") { protocol, data, threads, markdown };
        command.SetAction(parsed => WarmStartBenchmark.RunAsync(
            parsed.GetValue(protocol)!, parsed.GetValue(data)!, parsed.GetValue(threads), parsed.GetValue(markdown), Console.Out));
        return command;
    }

    /// <summary><c>beside-training</c>: lists while a model is trained.</summary>
    public static Command Beside()
    {
        Option<string> data = new("--data") { Description = "A folder in the retailrocket layout to import and train on.", Required = true };
        Option<double> rate = new("--rate") { Description = "Lists, and events, a second.", DefaultValueFactory = _ => 500 };
        Option<int> rounds = new("--rounds") { DefaultValueFactory = _ => 2 };
        Option<string?> markdown = Markdown();
        Command command = new("beside-training", "Latencies of lists and events beside a training, against without.") { data, rate, rounds, markdown };
        command.SetAction(parsed => BesideTrainingBenchmark.RunAsync(parsed.GetValue(data)!, parsed.GetValue(rate), parsed.GetValue(rounds), parsed.GetValue(markdown), Console.Out));
        return command;
    }

    private static Option<int> Threads() => new("--threads") { Description = "How many threads train.", DefaultValueFactory = _ => Environment.ProcessorCount };

    private static Option<string?> Markdown() => new("--markdown") { Description = "Also write the tables to this file." };
}
