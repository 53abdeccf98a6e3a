using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Testing.Cluster;

namespace Personalization.Benchmarks.Cluster;

/// <summary>
/// Measures throughput by the number of silos. Each silo is limited to a share of a core; the API and the load
/// generator are not limited.
/// </summary>
internal sealed class ScaleBenchmark : IBenchmark
{
    private const int Users = 2_000;
    private const int ConnectionsPerSilo = 128;
    private static readonly (string Name, double Reads)[] Loads =
    [
        ("cached lists", 1.0), ("fresh lists and events, half each", 0.5), ("single events", 0.0),
    ];

    private const double FirstRate = 500;

    /// <summary>The required share of due requests that are served in time, and of lists that are fresh.</summary>
    private const double Promised = 0.98;

    /// <summary>The highest allowed p99 of an acknowledgement, and of a list with its deadline of 150 ms.</summary>
    private const double LongestP99Ms = 250;

    private const double Closeness = 1.1;
    private const int MostWarmUps = 6;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Unlimited = TimeSpan.FromSeconds(25);

    private readonly Option<int[]> _silos = new("--silos")
    {
        Description = "The numbers of silos to measure.",
        DefaultValueFactory = _ => [1, 2, 4],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double> _cores = CommandOptions.Cores(.25);
    private readonly Option<double> _seconds = CommandOptions.Seconds(8);
    private readonly Option<int> _rounds = CommandOptions.Rounds(3);

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new(
            "scale",
            "Throughput of 1, 2 and 4 silos with a limited share of a core each, and the cost of the hop from API "
                + "to silo. Needs root and PostgreSQL.")
        {
            _silos, _cores, _seconds, _rounds,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        ScaleOptions options = new(
            arguments.GetValue(_silos)!, arguments.GetValue(_cores), TimeSpan.FromSeconds(arguments.GetValue(_seconds)),
            arguments.GetValue(_rounds));
        CannotRunException.ThrowIf(ProcessorCap.Missing() ?? PostgresServer.Missing());
        using PostgresServer store = PostgresServer.Start();
        Population readers = await PrepareAsync(store, output);
        IReadOnlyList<HopFigures> hops = options.Rounds > 0
            ? await HopBenchmark.RunAsync(store.Settings, readers, options, output)
            : [];
        await output.WriteLineAsync(HopTable(hops).ToString());
        List<ScaleFigures> found = [];
        foreach (int silos in options.Silos.Order())
        {
            await output.WriteLineAsync($"{silos} silos");
            await MeasureAsync(store, silos, options, found, output);
            ProcessorCap.CleanUp();
        }

        return new Report("scale", "Scale and the hop", $"{HopTable(hops)}\n{ScaleTable(found)}")
        {
            Figures = new { scale = found, hops },
            Picture = ScalePicture.Draw(found),
            Limits =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The hop is measured without limits, in {options.Rounds} rounds of "
                        + $"{options.Duration.TotalSeconds / 2} s, medians."),
                string.Create(
                    CultureInfo.InvariantCulture, $"For scale, each silo is limited to {options.Cores} of a core."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ConnectionsPerSilo} connections per silo, {options.Duration.TotalSeconds} s each, {Users:N0} "
                        + $"users."),
                "The API, PostgreSQL and the load generator share the machine with the silos and are not limited.",
            ],
        };
    }

    /// <summary>Loads the sample shop, waits for its model and gives every reader a history, without limits.</summary>
    private static async Task<Population> PrepareAsync(PostgresServer store, TextWriter output)
    {
        await output.WriteLineAsync("preparing");
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            new ClusterPlan(1, 1) { Environment = store.Settings, Sample = true }, CancellationToken.None);
        await cluster.WaitForModelAsync(CancellationToken.None);
        IEnumerable<string> items = Enumerable.Range(1, 400)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"p-{i:0000}"));
        Population readers = new(
            [.. Enumerable.Range(1, Users).Select(i => string.Create(CultureInfo.InvariantCulture, $"u{i}"))],
            [.. items]);
        await PreparedEngine.GivePastAsync(cluster.Doors[0].Process, readers, "past-");
        await EndAsync(cluster);
        return readers;
    }

    private static async Task MeasureAsync(
        PostgresServer store, int silos, ScaleOptions options, List<ScaleFigures> found, TextWriter output)
    {
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            new ClusterPlan(silos, 1) { Environment = store.Settings }, CancellationToken.None);
        LoadOptions some = new()
        {
            Addresses = [cluster.Doors[0].Process.Address],
            Run = string.Create(CultureInfo.InvariantCulture, $"s{silos}"),
            Users = Users,
            Items = 400,
            ItemIds = new IdPattern("p-####"),
            UserExponent = 0,
            Connections = ConnectionsPerSilo * silos,
        };
        foreach ((string name, double reads) in Loads)
        {
            LoadOptions load = some with
            {
                Run = string.Create(CultureInfo.InvariantCulture, $"s{silos}-{reads * 10:0}"),
                Duration = options.Duration,
                WarmUp = WarmUp,
                ReadShare = reads
            };

            // Warm up before limiting: with a quarter of a core, compilation and first rankings take minutes. The silos
            // may also need to detect that the earlier silos are gone.
            LoadReport warm;
            int times = 0;
            do
            {
                warm = await new LoadRun(load with
                {
                    Run = string.Create(CultureInfo.InvariantCulture, $"{load.Run}w{++times}"),
                    Duration = Unlimited
                }).RunAsync();
            }
            while (Below(warm) > 1 - Promised && times < MostWarmUps);
            found.Add(await MeasureAsync(
                name, cluster, load, options.Cores, found.Find(figures => figures.Load == name), output));
        }

        await EndAsync(cluster);
    }

    /// <summary>Terminates the silos gracefully, so that the next silos find no dead member.</summary>
    private static async Task EndAsync(LocalCluster cluster)
    {
        foreach (ClusterProcess silo in cluster.Silos)
        {
            _ = await silo.Process.TerminateAsync(TimeSpan.FromSeconds(30));
        }
    }

    private static async Task<ScaleFigures> MeasureAsync(
        string name, LocalCluster cluster, LoadOptions load, double cores, ScaleFigures? smallest, TextWriter output)
    {
        foreach (ClusterProcess silo in cluster.Silos)
        {
            ProcessorCap.Limit(silo.Process.Id, cores);
        }

        double floor = smallest is null ? FirstRate : smallest.PerSecond / smallest.Silos * cluster.Silos.Count / 2;
        ScaleTry peak = await CapacityAsync(cluster, load, floor, output);
        if (peak.Report.PerSecond == 0)
        {
            throw new InvalidOperationException(
                "No request was served: "
                + $"{JsonSerializer.Serialize(peak.Report.Kinds.Select(kind => kind.Outcomes))} "
                + $"{JsonSerializer.Serialize(peak.Report.FailedTries)}");
        }

        LoadReport half = await new LoadRun(
            load with { Run = load.Run + "h", Rate = peak.Rate / 2, WarmUp = TimeSpan.FromSeconds(1) }).RunAsync();
        foreach (ClusterProcess silo in cluster.Silos)
        {
            ProcessorCap.Lift(silo.Process.Id);
        }

        return new ScaleFigures(
            name,
            cluster.Silos.Count,
            peak.Report.PerSecond,
            smallest is null ? 1 : peak.Report.PerSecond / (smallest.PerSecond / smallest.Silos * cluster.Silos.Count),
            half.Kinds.Max(kind => kind.Latency.P99Ms),
            peak.SiloCores,
            peak.ApiCores,
            peak.Report.Kinds.Sum(kind => kind.Failed) + half.Kinds.Sum(kind => kind.Failed),
            Below(peak.Report));
    }

    /// <summary>
    /// Finds the highest rate that meets the requirements, within a tenth. The load is an open loop: in a closed loop,
    /// a pause of one limited silo would hold back requests to the other silos.
    /// </summary>
    private static async Task<ScaleTry> CapacityAsync(
        LocalCluster cluster, LoadOptions load, double from, TextWriter output)
    {
        int tries = 0;
        ScaleTry best = await TryAsync(from);
        for (; !best.IsServed && best.Rate > 50; best = await TryAsync(best.Rate / 2))
        {
        }

        double above = double.PositiveInfinity;
        while (above / best.Rate > Closeness)
        {
            ScaleTry next = await TryAsync(double.IsInfinity(above) ? best.Rate * 1.5 : Math.Sqrt(above * best.Rate));
            (best, above) = next.IsServed ? (next, above) : (best, next.Rate);
        }

        return best;

        // A rate is tried twice before it counts as too high: other work on the machine can disturb a try of a few
        // seconds.
        async Task<ScaleTry> TryAsync(double rate) =>
            await OnceAsync(rate) is { IsServed: true } served ? served : await OnceAsync(rate);

        async Task<ScaleTry> OnceAsync(double rate)
        {
            TimeSpan silos = Time(cluster.Silos);
            TimeSpan apis = Time(cluster.Doors);
            LoadReport report = await new LoadRun(load with
            {
                Run = string.Create(CultureInfo.InvariantCulture, $"{load.Run}-{++tries}"),
                Rate = rate
            }).RunAsync();
            double seconds = report.ElapsedSeconds;
            ScaleTry tried = new(
                rate,
                report,
                (Time(cluster.Silos) - silos) / TimeSpan.FromSeconds(seconds),
                (Time(cluster.Doors) - apis) / TimeSpan.FromSeconds(seconds),
                IsServed(report));
            await output.WriteLineAsync(Describe(tried));
            return tried;
        }
    }

    /// <summary>
    /// Gets whether a load fulfilled the requirements: no failure, nearly all requests served in time, fresh lists and
    /// a low p99.
    /// </summary>
    private static bool IsServed(LoadReport report) =>
        report.Kinds.All(kind => kind.Failed == 0 && kind.Latency.P99Ms <= LongestP99Ms)
        && InTime(report) >= Promised
        && Below(report) <= 1 - Promised;

    /// <summary>
    /// Gets the share of the due requests that were answered before the end of the load. The number of due requests is
    /// random: within a fortieth in three seconds at 500 per second.
    /// </summary>
    private static double InTime(LoadReport report) =>
        report.PerSecond * report.Seconds / Math.Max(1, report.Kinds.Sum(kind => kind.Requests));

    private static string Describe(ScaleTry tried) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {tried.Rate:N0}/s due: {(tried.IsServed ? "served" : "not served")}, {tried.Report.PerSecond:N0}/s, "
            + $"{InTime(tried.Report):P1} in time, cores {tried.SiloCores:0.00} and {tried.ApiCores:0.00}, "
            + $"{string.Join("; ", tried.Report.Kinds.Select(Describe))}");

    private static string Describe(KindFigures kind) => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {kind.Latency.P50Ms:0} ms, p99 {kind.Latency.P99Ms:0} ms, {kind.Failed} failed, "
            + $"{string.Join(", ", kind.Outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}"))}");

    /// <summary>Gets the share of reads answered from a fallback level below fresh.</summary>
    private static double Below(LoadReport report)
    {
        Dictionary<string, long> outcomes = report.Kinds.Where(kind => kind.Kind == OperationKind.Read)
            .SelectMany(kind => kind.Outcomes)
            .ToDictionary();
        return outcomes.Count == 0 ? 0 : 1 - (outcomes.GetValueOrDefault("fresh") / (double)outcomes.Values.Sum());
    }

    private static TimeSpan Time(IEnumerable<ClusterProcess> processes) =>
        processes.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.Process.ProcessorTime);

    private static MarkdownTable ScaleTable(List<ScaleFigures> found)
    {
        MarkdownTable scale = new(
            "load",
            "silos",
            "requests/s",
            "of linear",
            "p99 at half that rate, ms",
            "cores used by silos",
            "cores used by the API",
            "not fresh",
            "failed");
        foreach (ScaleFigures figures in found
            .OrderBy(figures => figures.Load, StringComparer.Ordinal)
            .ThenBy(figures => figures.Silos))
        {
            _ = scale.Row(
                figures.Load,
                Number(figures.Silos, "0"),
                Number(figures.PerSecond, "N0"),
                Number(figures.OfLinear, "0.00"),
                Number(figures.HalfP99Ms, "0"),
                Number(figures.SiloCores, "0.00"),
                Number(figures.OtherCores, "0.00"),
                Number(figures.NotFresh, "P2"),
                Number(figures.Failed, "0"));
        }

        return scale;
    }

    private static MarkdownTable HopTable(IReadOnlyList<HopFigures> hops)
    {
        MarkdownTable hop = new("the hop (nothing limited)", "requests/s", "p99 ms", "server CPU us", "of the ceiling");
        foreach (HopFigures figures in hops)
        {
            _ = hop.Row(
                figures.Name,
                Number(figures.PerSecond, "N0"),
                Number(figures.P99Ms, "0.0"),
                Number(figures.ProcessorUs, "0"),
                Number(figures.OfCeiling, "0.00"));
        }

        return hop;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
