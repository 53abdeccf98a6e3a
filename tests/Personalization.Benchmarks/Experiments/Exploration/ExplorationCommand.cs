using System.CommandLine;

namespace Personalization.Benchmarks.Experiments.Exploration;

/// <summary><c>exploration</c>: what exploring earns when new items arrive daily.</summary>
internal static class ExplorationCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        BanditPlan full = BanditPlan.Unknown;
        Option<int> worlds = new("--worlds") { Description = "How many simulated shops.", DefaultValueFactory = _ => full.Worlds };
        Option<int> days = new("--days") { DefaultValueFactory = _ => full.Days };
        Option<int> users = new("--users") { Description = "How many users ask a day.", DefaultValueFactory = _ => full.ADay };
        Option<int> arrivals = new("--arrivals") { Description = "How many of the items are replaced a day.", DefaultValueFactory = _ => full.NewADay };
        Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
        Option<string?> markdown = new("--markdown") { Description = "Also write the table to this file." };
        Command command = new("exploration", "Greedy, epsilon, SquareCB and Thompson sampling in simulated shops whose items come and go daily.") { worlds, days, users, arrivals, seed, markdown };
        command.SetAction(parsed => ExplorationBenchmark.RunAsync(
            [
                .. new[] { BanditPlan.Unknown, BanditPlan.Known }.Select(plan => plan with
                {
                    Worlds = parsed.GetValue(worlds), Days = parsed.GetValue(days), ADay = parsed.GetValue(users), NewADay = parsed.GetValue(arrivals),
                }),
            ],
            parsed.GetValue(seed), parsed.GetValue(markdown), Console.Out));
        return command;
    }
}
