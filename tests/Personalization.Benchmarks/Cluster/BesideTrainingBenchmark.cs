using System.Globalization;
using System.Net;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Shared;

namespace Personalization.Benchmarks.Cluster;

/// <summary>
/// How much slower lists are while a model is trained in the same process: at the same open-loop rate, in turn without and beside a training. As many events
/// come as lists are asked for, so that lists are computed and not only served again.
/// </summary>
internal static class BesideTrainingBenchmark
{
    private const int Connections = 32;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(8);

    /// <summary>Runs it.</summary>
    /// <param name="data">A shop's log to import first.</param>
    /// <param name="rate">Requests a second.</param>
    /// <param name="rounds">How often both are measured, in turn.</param>
    /// <param name="markdown">Takes the table; null for no file.</param>
    /// <param name="output">Takes the rest.</param>
    public static async Task<int> RunAsync(string data, double rate, int rounds, string? markdown, TextWriter output)
    {
        using TempFolder work = new(null);
        PreparedEngine engine = await PreparedEngine.StartAsync(work.Path, data, output);
        List<Reading> readings = [];
        await using (engine.Process)
        {
            using EngineClient client = new(engine.Process);
            _ = Measure(engine, rate, "warm-up", 0);
            for (int round = 1; round <= rounds; round++)
            {
                readings.AddRange(Measure(engine, rate, "alone", round));
                Task training = client.TrainAsync();
                while (!training.IsCompleted)
                {
                    Reading[] beside = await Task.Run(() => Measure(engine, rate, "beside a training", round));

                    // a slice the training did not outlast is neither
                    readings.AddRange(training.IsCompleted ? [] : beside);
                }

                await training;
            }

            _ = await engine.Process.TerminateAsync(TimeSpan.FromSeconds(60));
        }

        MarkdownTable table = new("requests", "when", "slices", "p50, ms", "p99, ms", "p99.9, ms", "served/s");
        foreach (IGrouping<(string Request, string When), Reading> group in readings.GroupBy(reading => (reading.Request, reading.When)))
        {
            table.Row(
                group.Key.Request, group.Key.When, Number(group.Count(), "0"), Number(Median(group, r => r.Result.Percentile(50)), "0.00"), Number(Median(group, r => r.Result.Percentile(99)), "0.00"),
                Number(Median(group, r => r.Result.Percentile(99.9)), "0.00"), Number(Median(group, r => r.Result.RequestRate), "0"));
        }

        string text = string.Create(CultureInfo.InvariantCulture,
            $"    dotnet run -c Release --project tests/Personalization.Benchmarks -- beside-training --data FOLDER --rate {rate} --rounds {rounds}\n\nOpen loop, {rate} requests a second of each kind, slices of {Slice.TotalSeconds} s, medians over slices; {readings.Sum(r => r.Result.Errors)} errors. {Machine.Describe()}\n\n{table}");
        await output.WriteLineAsync(text);
        await ReportFiles.WriteAsync(null, markdown, "", text);
        return 0;
    }

    private static Reading[] Measure(PreparedEngine engine, double rate, string when, int round)
    {
        IPEndPoint address = new(IPAddress.Loopback, engine.Process.Address.Port);
        LoadResult? events = null;
        Thread writer = new(() => events = LoadGenerator.RunOpen(
            address, new EventSource("/v1/events", string.Create(CultureInfo.InvariantCulture, $"{when}-{round}-{TimeProvider.System.GetTimestamp()}"), engine.Readers, 1, 2), Connections, rate, Slice, seed: 2 + round));
        writer.Start();
        LoadResult lists = LoadGenerator.RunOpen(
            address, new GetSource(engine.Readers.Users.Select(user => $"/v1/users/{user}/recommendations?count=20"), 1), Connections, rate, Slice, seed: 1 + round);
        writer.Join();
        return [new("list", when, lists), new("event", when, events!)];
    }

    private static double Median(IEnumerable<Reading> readings, Func<Reading, double> of) => Statistics.Median(readings.Select(of));

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Reading(string Request, string When, LoadResult Result);
}
