using System.CommandLine;

namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary><c>ope</c>: off-policy estimates on Open Bandit files against the truth.</summary>
internal static class OffPolicyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> data = new("--data") { Description = "A folder with random/men.csv, bts/men.csv and prior_bts.yaml of the Open Bandit data.", Required = true };
        Option<int> resamples = new("--resamples") { Description = "Bootstrap resamples of each interval.", DefaultValueFactory = _ => 500 };
        Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
        Option<string?> markdown = new("--markdown") { Description = "Also write the tables to this file." };
        Command command = new("ope", "Estimates what one policy earns from the log of another (IPS, SNIPS, DM, DR), where the truth is known.") { data, resamples, seed, markdown };
        command.SetAction(parsed => OffPolicyBenchmark.RunAsync(
            parsed.GetValue(data)!, parsed.GetValue(resamples), parsed.GetValue(seed), parsed.GetValue(markdown), Console.Out));
        return command;
    }
}
