using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Testing;

namespace Personalization.Benchmarks.Cluster;

/// <summary>
/// Measures how much slower lists and events are while a model is trained in the same process. Both run at the same
/// open-loop rate, alternately without and with a training. Events arrive as often as list requests, so most lists are
/// computed rather than served from the cache.
/// </summary>
internal sealed class BesideTrainingBenchmark : IBenchmark
{
    private const int Connections = 32;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(8);

    private readonly Option<string> _data = CommandOptions.Data(
        "A folder in the retailrocket layout to import and train on.");
    private readonly Option<double> _rate = new("--rate")
    {
        Description = "Lists per second, and events per second.",
        DefaultValueFactory = _ => 500,
    };

    private readonly Option<int> _rounds = CommandOptions.Rounds(2);

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("beside-training", "Compares the latency of lists and events with and without a running training.")
        {
            _data, _rate, _rounds
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        string data = arguments.GetValue(_data)!;
        double rate = arguments.GetValue(_rate);
        int rounds = arguments.GetValue(_rounds);
        using TempFolder work = new(null);
        PreparedEngine engine = await PreparedEngine.StartAsync(work.Path, data, output);
        List<Reading> readings = [];
        await using (engine.Process)
        {
            using EngineClient client = new(engine.Process);
            _ = await MeasureAsync(engine, rate, "warm-up", 0);
            for (int round = 1; round <= rounds; round++)
            {
                readings.AddRange(await MeasureAsync(engine, rate, "alone", round));
                Task training = client.TrainAsync();
                while (!training.IsCompleted)
                {
                    Reading[] beside = await MeasureAsync(engine, rate, "beside a training", round);

                    // The training ended within this slice: it counts for neither case.
                    readings.AddRange(training.IsCompleted ? [] : beside);
                }

                await training;
            }

            _ = await engine.Process.TerminateAsync(TimeSpan.FromSeconds(60));
        }

        MarkdownTable table = new("requests", "when", "slices", "p50, ms", "p99, ms", "p99.9, ms", "served/s");
        foreach (IGrouping<(string Request, string When), Reading> group in readings.GroupBy(
            reading => (reading.Request, reading.When)))
        {
            table.Row(
                group.Key.Request,
                group.Key.When,
                Number(group.Count(), "0"),
                Number(Median(group, r => r.Result.Latency.P50Ms), "0.00"),
                Number(Median(group, r => r.Result.Latency.P99Ms), "0.00"),
                Number(Median(group, r => r.Result.Latency.P999Ms), "0.00"),
                Number(Median(group, r => r.Result.RequestRate), "0"));
        }

        return new Report("training", "Cost of training", table.ToString())
        {
            Section = "Lists and events beside a training",
            Limits =
            [
                string.Create(CultureInfo.InvariantCulture, $"Open loop, {rate} requests per second of each kind."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Slices of {Slice.TotalSeconds} s, medians over slices; {readings.Sum(r => r.Result.Errors)} "
                        + $"errors."),
            ],
        };
    }

    private static async Task<Reading[]> MeasureAsync(PreparedEngine engine, double rate, string when, int round)
    {
        string run = string.Create(
            CultureInfo.InvariantCulture, $"{when.Split(' ')[0]}-{round}-{TimeProvider.System.GetTimestamp()}-");
        EventSource events = new("/v1/events", run, engine.Readers, 1, 2);
        GetSource lists = new(engine.Readers.Users.Select(user => $"/v1/users/{user}/recommendations?count=20"), 1);
        Uri server = engine.Process.Address;
        Task<LoadResult> writing = new SourceLoad(server, events, Connections).OpenAsync(rate, Slice, seed: 2 + round);
        LoadResult read = await new SourceLoad(server, lists, Connections).OpenAsync(rate, Slice, seed: 1 + round);
        return [new("list", when, read), new("event", when, await writing)];
    }

    private static double Median(IEnumerable<Reading> readings, Func<Reading, double> of) =>
        Statistics.Median(readings.Select(of));

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Reading(string Request, string When, LoadResult Result);
}
