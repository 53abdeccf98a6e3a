using System.CommandLine;

namespace Personalization.Benchmarks.Experiments;

/// <summary><c>experiment-cost</c>: lists and events with and without a running experiment.</summary>
internal static class CostCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<int> rounds = new("--rounds") { Description = "How often everything is measured in turn; medians are reported.", DefaultValueFactory = _ => 5 };
        Option<double> seconds = new("--seconds") { Description = "How long one measurement lasts.", DefaultValueFactory = _ => 4 };
        Option<string?> json = new("--json") { Description = "Also write the figures to this file." };
        Option<string?> markdown = new("--markdown") { Description = "Also write the table to this file." };
        Command command = new("experiment-cost", "What a running experiment costs lists and events, and how long its results take to follow.") { rounds, seconds, json, markdown };
        command.SetAction(parsed => CostBenchmark.RunAsync(
            parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(json), parsed.GetValue(markdown), Console.Out));
        return command;
    }
}
