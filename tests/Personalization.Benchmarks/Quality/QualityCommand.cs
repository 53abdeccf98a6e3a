using System.CommandLine;
using Personalization.Benchmarks.Quality.Layouts;

namespace Personalization.Benchmarks.Quality;

/// <summary><c>quality</c>: the engine's lists under published protocols.</summary>
internal static class QualityCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> protocol = new("--protocol") { Description = "How the data is split and judged.", Required = true };
        _ = protocol.AcceptOnlyFromAmong(Layout.Names);
        Option<string> data = new("--data") { Description = "The folder with the data set's files.", Required = true };
        Option<string?> model = new("--model") { Description = "Only rankers whose name contains this." };
        Option<string> part = new("--part") { Description = "The part that is asked about; strict (sequences): test, with the validation items in the questions only.", DefaultValueFactory = _ => "test" };
        _ = part.AcceptOnlyFromAmong("test", "valid", "strict");
        Option<int> seeds = new("--seeds") { Description = "How many seeds to average over.", DefaultValueFactory = _ => 1 };
        Option<int> threads = new("--threads") { Description = "How many threads train and rank.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> withoutRanker = new("--without-ranker") { Description = "Train the engine without its learnt ranker." };
        Option<string?> json = new("--json") { Description = "Also write the figures and manifests to this file, as JSON." };
        Option<string?> markdown = new("--markdown") { Description = "Also write the table to this file." };
        Command command = new("quality", "The engine, its sources alone and baselines under a published protocol, on any data set in its layout.") { protocol, data, model, part, seeds, threads, withoutRanker, json, markdown };
        command.SetAction(parsed => QualityBenchmark.RunAsync(
            new QualityOptions(
                parsed.GetValue(protocol)!, parsed.GetValue(data)!, parsed.GetValue(model), parsed.GetValue(part)!, Math.Max(1, parsed.GetValue(seeds)),
                Math.Max(1, parsed.GetValue(threads)), parsed.GetValue(withoutRanker), parsed.GetValue(json), parsed.GetValue(markdown)),
            Console.Out));
        return command;
    }
}
