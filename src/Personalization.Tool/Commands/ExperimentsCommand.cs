using System.CommandLine;
using System.Globalization;
using Personalization.Client.Operations;
using Personalization.Tool.Connection;

namespace Personalization.Tool.Commands;

/// <summary>The <c>experiments</c> command.</summary>
internal static class ExperimentsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(ApiOptions api)
    {
        Command list = new("list", "Lists the experiments.");
        list.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
        {
            foreach (Experiment one in await client.Experiments.GetAsync(cancellation))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{one.Name}\t{one.Status}\t{one.StartedAt:u}"));
            }
        }));
        Argument<string> name = new("NAME") { Description = "The experiment." };
        Command results = new("results", "Shows the results of an experiment.") { name };
        results.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
            Write(await client.Experiments.GetResultsAsync(parsed.GetRequiredValue(name), cancellation))));
        return new Command("experiments", "Lists experiments and shows results.") { list, results };
    }

    private static void Write(ExperimentReport report)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Status}, as of {report.AsOf:u}"));
        foreach (ArmResult arm in report.Results.Arms)
        {
            Console.WriteLine($"{arm.Arm}\t{arm.Units} users");
        }

        foreach (MetricResult metric in report.Results.Metrics)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{metric.Metric}\t{metric.Arm}\t{metric.Value:0.####}\t{metric.Difference:+0.####;-0.####}\t"
                    + $"{metric.Interval?.Low:0.####}..{metric.Interval?.High:0.####}\t{metric.Verdict}"));
        }
    }
}
