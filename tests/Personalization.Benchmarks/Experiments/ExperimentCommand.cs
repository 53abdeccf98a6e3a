using System.CommandLine;

namespace Personalization.Benchmarks.Experiments;

/// <summary><c>experiment</c>: what the statistics of experiments promise, by simulation, and a published experiment analysed.</summary>
internal static class ExperimentCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string?> data = new("--data") { Description = "A folder with cookie_cats.csv, a published A/B test." };
        Option<int> runs = new("--runs") { Description = "How many experiments of each kind to simulate; 0 leaves the simulations out.", DefaultValueFactory = _ => 2000 };
        Option<int> looks = new("--looks") { Description = "How often each experiment is looked at.", DefaultValueFactory = _ => 100 };
        Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
        Option<string?> markdown = new("--markdown") { Description = "Also write the tables to this file." };
        Option<string?> picture = new("--picture") { Description = "Also draw the interval over the looks into this .svg file; needs --data." };
        Command command = new("experiment", "False positives, power and coverage of experiments' intervals when looked at all the time, and a published A/B test.") { data, runs, looks, seed, markdown, picture };
        command.SetAction(parsed => ExperimentBenchmark.RunAsync(
            new ExperimentOptions(
                parsed.GetValue(data), parsed.GetValue(runs), parsed.GetValue(looks), parsed.GetValue(seed), parsed.GetValue(markdown), parsed.GetValue(picture)),
            Console.Out));
        return command;
    }
}
