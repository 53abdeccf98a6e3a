using System.CommandLine;

namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary><c>cold-items</c>: items nobody has met, found by their content.</summary>
internal static class ColdItemsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> data = new("--data") { Description = "A folder with items that are described: u.data and u.item (MovieLens), or sequences.txt and item2attributes.json (Amazon).", Required = true };
        Option<int> seeds = new("--seeds") { Description = "How many draws of cold items to average over.", DefaultValueFactory = _ => 3 };
        Option<double> share = new("--share") { Description = "The share of the items that is cold.", DefaultValueFactory = _ => 0.2 };
        Option<int> threads = new("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<string?> json = new("--json") { Description = "Also write the figures to this file, as JSON." };
        Option<string?> markdown = new("--markdown") { Description = "Also write the tables to this file." };
        Command command = new("cold-items", "Holds all events of some items back, trains, puts those items into the catalogue, and asks who finds them.") { data, seeds, share, threads, json, markdown };
        command.SetAction(parsed => ColdItemsBenchmark.RunAsync(
            new ColdItemsOptions(parsed.GetValue(data)!, parsed.GetValue(seeds), parsed.GetValue(share), parsed.GetValue(threads), parsed.GetValue(json), parsed.GetValue(markdown)), Console.Out));
        return command;
    }
}
