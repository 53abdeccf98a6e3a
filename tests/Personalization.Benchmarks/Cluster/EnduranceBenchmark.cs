using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Testing.Cluster;

namespace Personalization.Benchmarks.Cluster;

/// <summary>
/// Overloads silos for a long time and checks that no silo is declared dead. A silo that the others declare dead
/// terminates, so the benchmark counts terminated silos.
/// </summary>
internal sealed class EnduranceBenchmark : IBenchmark
{
    private const int Users = 2_000;
    private const int ConnectionsPerSilo = 32;
    private const double ReadShare = .8;
    private static readonly TimeSpan Unlimited = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Stretch = TimeSpan.FromMinutes(5);

    private readonly Option<int> _silos = CommandOptions.Silos(3);
    private readonly Option<double> _cores = CommandOptions.Cores(.25);
    private readonly Option<double> _minutes = new("--minutes")
    {
        Description = "The length of the run, minutes.",
        DefaultValueFactory = _ => 60,
    };


    /// <inheritdoc/>
    public Command CreateCommand() =>
        new(
            "endurance",
            "Overloads silos for an hour; no silo may be declared dead. Needs root and PostgreSQL.")
        {
            _silos, _cores, _minutes,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int silos = arguments.GetValue(_silos);
        double cores = arguments.GetValue(_cores);
        double minutes = arguments.GetValue(_minutes);
        CannotRunException.ThrowIf(ProcessorCap.Missing() ?? PostgresServer.Missing());
        using PostgresServer store = PostgresServer.Start();
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            new ClusterPlan(silos, 1) { Environment = store.Settings, Sample = true }, CancellationToken.None);
        await cluster.WaitForModelAsync(CancellationToken.None);
        LoadOptions load = new()
        {
            Addresses = [cluster.Doors[0].Process.Address],
            Run = "endurance",
            Users = Users,
            Items = 400,
            ItemIds = new IdPattern("p-####"),
            Connections = ConnectionsPerSilo * silos,
            ReadShare = ReadShare,
            Duration = Unlimited,
        };
        _ = await new LoadRun(load with { Run = "warm" }).RunAsync(cancellationToken);
        foreach (ClusterProcess silo in cluster.Silos)
        {
            ProcessorCap.Limit(silo.Process.Id, cores);
        }

        List<EnduranceStretch> stretches = await MeasureAsync(cluster, load, TimeSpan.FromMinutes(minutes), output);
        return new Report("endurance", "Saturated silos for an hour", Table(stretches).ToString())
        {
            Figures = stretches,
            Succeeded = stretches.Sum(stretch => stretch.Dead) == 0,
            Limits =
            [
                string.Create(
                    CultureInfo.InvariantCulture, $"{silos} silos of {cores} of a core each, one API, PostgreSQL."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ConnectionsPerSilo} connections per silo in a closed loop, {ReadShare:P0} reads, {Users:N0} "
                        + $"users."),
            ],
        };
    }

    private static async Task<List<EnduranceStretch>> MeasureAsync(
        LocalCluster cluster, LoadOptions load, TimeSpan time, TextWriter output)
    {
        List<EnduranceStretch> stretches = [];
        long began = TimeProvider.System.GetTimestamp();
        TimeSpan done = TimeSpan.Zero;
        while (done < time)
        {
            int alive = cluster.Silos.Count(silo => silo.IsAlive);
            TimeSpan used = ProcessorTime(cluster);
            TimeSpan duration = time - done < Stretch ? time - done : Stretch;
            LoadReport report = await new LoadRun(load with
            {
                Run = string.Create(CultureInfo.InvariantCulture, $"e{stretches.Count}"),
                Duration = duration
            }).RunAsync();
            used = ProcessorTime(cluster) - used;
            stretches.Add(Stretched(report, alive - cluster.Silos.Count(silo => silo.IsAlive), used));
            done = TimeProvider.System.GetElapsedTime(began);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{done.TotalMinutes:0.0} minutes: {JsonSerializer.Serialize(stretches[^1])}"));
        }

        return stretches;
    }

    private static TimeSpan ProcessorTime(LocalCluster cluster) => cluster.Silos
        .Where(silo => silo.IsAlive)
        .Aggregate(TimeSpan.Zero, (sum, silo) => sum + silo.Process.ProcessorTime);

    private static EnduranceStretch Stretched(LoadReport report, int dead, TimeSpan used) => new(
        report.Seconds,
        report.PerSecond,
        used / TimeSpan.FromSeconds(report.ElapsedSeconds),
        report.Kinds.Max(kind => kind.Latency.P99Ms),
        report.Kinds.Where(kind => kind.Kind == OperationKind.Read).SelectMany(kind => kind.Outcomes).ToDictionary(),
        report.Kinds.Sum(kind => kind.Failed),
        dead);

    private static MarkdownTable Table(List<EnduranceStretch> stretches)
    {
        MarkdownTable table = new(
            "minutes",
            "requests/s",
            "cores used by the silos",
            "p99, ms",
            "reads by fallback level",
            "failed",
            "silos declared dead");
        foreach (EnduranceStretch stretch in stretches)
        {
            _ = table.Row(
                Number(stretch.Seconds / 60, "0.0"),
                Number(stretch.PerSecond, "N0"),
                Number(stretch.SiloCores, "0.00"),
                Number(stretch.P99Ms, "0"),
                string.Join(", ", stretch.Levels.OrderByDescending(level => level.Value).Select(
                    level => $"{level.Value:N0} {level.Key}")),
                Number(stretch.Failed, "0"),
                Number(stretch.Dead, "0"));
        }

        return table;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
