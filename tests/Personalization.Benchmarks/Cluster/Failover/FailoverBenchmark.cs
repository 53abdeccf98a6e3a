using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Reports;
using Personalization.Testing.Cluster;

namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>
/// Measures, as a client sees it, how long users lack fresh lists after each kind of fault. It runs real processes,
/// each silo in its own network namespace.
/// </summary>
internal sealed class FailoverBenchmark : IBenchmark
{
    /// <summary>How long a silo stays frozen or partitioned: much longer than the other silos wait for it.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan CalmBefore = TimeSpan.FromSeconds(3);

    private readonly Option<int> _silos = CommandOptions.Silos(3);
    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "How often each fault is injected.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<int> _users = new("--users")
    {
        Description = "Users whose lists are watched.",
        DefaultValueFactory = _ => 300,
    };

    private readonly Option<string> _store = new Option<string>("--store")
    {
        Description = "The store of the cluster.",
        DefaultValueFactory = _ => "Postgres",
    }.AcceptOnlyFromAmong("Postgres", "Azure");

    private readonly Option<string[]> _settings = new("--set")
    {
        Description = "A setting of every process, Personalization__Section__Key=value.",
        DefaultValueFactory = _ => [],
    };

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new(
            "failover",
            "The time until users get fresh lists again after SIGTERM, kill -9, a frozen silo, a partition and a "
                + "crash of all silos. Needs root, and PostgreSQL or npm.")
        {
            _silos, _rounds, _users, _store, _settings,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        FailoverOptions options = new(
            arguments.GetValue(_silos),
            arguments.GetValue(_rounds),
            arguments.GetValue(_users),
            arguments.GetValue(_settings)!);
        bool onAzure = arguments.GetValue(_store) == "Azure";
        CannotRunException.ThrowIf(SiloNetwork.Missing() ?? (onAzure ? null : PostgresServer.Missing()));
        SiloNetwork.MakeBridge();
        using AzuriteServer? azurite = onAzure ? AzuriteServer.Start(SiloNetwork.HostAddress) : null;
        using PostgresServer? postgres = onAzure ? null : PostgresServer.Start(SiloNetwork.HostAddress);
        ImmutableDictionary<string, string> ofStore = azurite?.Settings ?? postgres!.Settings;
        ImmutableDictionary<string, string> settings = ofStore.SetItems(options.Settings
            .Select(setting => setting.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], pair[1])));
        ClusterPlan plan = new(options.Silos, Apis: 1) { Environment = settings, OwnNetworks = true, Sample = true };
        await using LocalCluster cluster = await LocalCluster.StartAsync(plan, CancellationToken.None);
        await cluster.WaitForModelAsync(CancellationToken.None);
        Dictionary<Fault, List<FailoverFigures>> found = [];
        for (int round = 0; round < options.Rounds; round++)
        {
            foreach (Fault fault in Enum.GetValues<Fault>())
            {
                // Every fault gets new users: the silo that restarted last holds none of the earlier users.
                await using ListWatch watch = await ListWatch.StartAsync(
                    cluster.Doors[0].Process.Address, $"{fault}-{round}", options.Users);
                FailoverFigures figures = await OneAsync(cluster, watch, fault, cluster.Silos[round % options.Silos]);
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{fault}: own lists back after {figures.OwnListsBackSeconds:0.00} s; {figures}"));
                (found.TryGetValue(fault, out List<FailoverFigures>? list) ? list : found[fault] = []).Add(figures);
            }
        }

        string name = onAzure ? "failover-azure" : "failover";
        return new Report(name, $"Failover on {StoreName(onAzure)}", Table(found).ToString())
        {
            Figures = found,
            Limits =
            [
                $"{options.Silos} silos, each in a network namespace, 1 API, {StoreName(onAzure)}, "
                    + $"{options.Rounds} rounds, {options.Users} users.",
                "400 requests per second, every twentieth is a write; a list counts as the user's own if it is fresh "
                    + "and has the last acknowledged profile version.",
                $"A silo stays frozen or partitioned for {Away.TotalSeconds:0} s.",
            ],
        };
    }

    private static string StoreName(bool onAzure) => onAzure ? "the Azure profile with Azurite" : "PostgreSQL";

    private static async Task<FailoverFigures> OneAsync(
        LocalCluster cluster, ListWatch watch, Fault fault, ClusterProcess victim)
    {
        if (!await watch.CalmAsync(CalmBefore.TotalSeconds, watch.NowMs))
        {
            string output = string.Join(
                Environment.NewLine,
                cluster.Members.Select(member => $"== {member.Name}{Environment.NewLine}{member.Output}"));
            throw new InvalidOperationException(
                $"The cluster did not become stable before {fault}.{Environment.NewLine}{output}");
        }

        double start = watch.NowMs;
        switch (fault)
        {
            case Fault.Terminate:
                _ = await victim.Process.TerminateAsync(TimeSpan.FromSeconds(30));
                break;
            case Fault.Kill:
                await victim.KillAsync();
                break;
            case Fault.Freeze:
                victim.Process.Freeze();
                await Task.Delay(Away, TimeProvider.System);
                victim.Process.Thaw();
                break;
            case Fault.Partition:
                victim.Network!.Cut();
                await Task.Delay(Away, TimeProvider.System);
                victim.Network.Heal();
                break;
            default:
                await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));
                start = watch.NowMs;
                await Task.WhenAll(cluster.Silos.Select(silo => silo.RestartAsync(CancellationToken.None)));
                break;
        }

        _ = await watch.CalmAsync(CalmBefore.TotalSeconds, start);
        FailoverFigures figures = watch.Since(start);
        await victim.RestartAsync(CancellationToken.None);
        return figures;
    }

    private static MarkdownTable Table(Dictionary<Fault, List<FailoverFigures>> found)
    {
        MarkdownTable table = new(
            "fault",
            "own lists back, s (median; worst)",
            "reads at a lower fallback level",
            "unanswered reads",
            "slowest read, ms",
            "slowest write, s",
            "rejected writes");
        foreach ((Fault fault, List<FailoverFigures> rounds) in found)
        {
            table.Row(
                fault.ToString(),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Statistics.Median([.. rounds.Select(r => r.OwnListsBackSeconds)]):0.00}; "
                        + $"{rounds.Max(r => r.OwnListsBackSeconds):0.00}"),
                string.Create(
                    CultureInfo.InvariantCulture, $"{rounds.Sum(r => r.LowerLevel)} of {rounds.Sum(r => r.Reads)}"),
                rounds.Sum(r => r.Unanswered).ToString(CultureInfo.InvariantCulture),
                rounds.Max(r => r.SlowestReadMs).ToString("0", CultureInfo.InvariantCulture),
                rounds.Max(r => r.SlowestWriteSeconds).ToString("0.00", CultureInfo.InvariantCulture),
                rounds.Sum(r => r.WritesRefused).ToString(CultureInfo.InvariantCulture));
        }

        return table;
    }
}
