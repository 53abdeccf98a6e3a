using System.CommandLine;
using System.Globalization;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Storage.Postgres;
using Personalization.Testing;
using Personalization.Testing.Cluster;

namespace Personalization.Benchmarks.Cluster;

/// <summary>
/// Measures the first list of a user in a process without active users, and the memory of an active user, with a large
/// number of users in the store.
/// </summary>
internal sealed class KnownUsersBenchmark : IBenchmark
{
    private const int EventsEach = 3;
    private const int Writers = 4_096;
    private const int Connections = 32;
    private const string Prefix = "known";

    private readonly Option<int> _known = new("--known")
    {
        Description = "Users in the store.",
        DefaultValueFactory = _ => 1_000_000,
    };

    private readonly Option<int> _active = new("--active")
    {
        Description = "Users activated by a first read.",
        DefaultValueFactory = _ => 100_000,
    };

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new(
            "known",
            "Activation, time to the first list and memory of 100,000 active users, out of a "
                + "million in the store. Needs PostgreSQL.")
        {
            _known, _active,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int known = arguments.GetValue(_known);
        int active = arguments.GetValue(_active);
        CannotRunException.ThrowIf(PostgresServer.Missing());
        using PostgresServer store = PostgresServer.Start();
        await output.WriteLineAsync("loading the sample shop and its model");
        await using (LocalCluster first = await LocalCluster.StartAsync(
            new ClusterPlan(0, 0, 1) { Environment = store.Settings, Sample = true }, CancellationToken.None))
        {
            await first.WaitForModelAsync(CancellationToken.None);
        }

        await output.WriteLineAsync($"writing {known:N0} users into the log");
        long began = TimeProvider.System.GetTimestamp();
        await FillAsync(store.ConnectionString, known);
        double written = known / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        await output.WriteLineAsync("activating");
        MemoryProbe probe = new();
        ClusterPlan plan =
            new(0, 0, 1) { Environment = probe.Attach(new(".") { Environment = store.Settings }).Environment };
        await using LocalCluster cluster = await LocalCluster.StartAsync(plan, CancellationToken.None);
        FirstReads measure = await ActivateAsync(cluster.Doors[0], probe, active);
        MarkdownTable table = new(
            "known users", "appends/s while writing them", "activated by a first read", "activations/s",
            "time to first list p50, ms",
            "p99, ms",
            "live heap bytes per active user",
            "resident bytes per active user",
            "errors");
        _ = table.Row(
            Text(known, "N0"),
            Text(written, "N0"),
            Text(active, "N0"),
            Text(measure.PerSecond, "N0"),
            Text(measure.P50Ms, "0.0"),
            Text(measure.P99Ms, "0.0"),
            Text(measure.HeapBytes, "N0"),
            Text(measure.ResidentBytes, "N0"),
            Text(measure.Errors, "0"));
        return new Report("known", "Many known users", table.ToString())
        {
            Figures = measure,
            Limits =
            [
                $"{Connections} connections, one process that is both API and silo, PostgreSQL on the same machine.",
                $"{EventsEach} events per user and no snapshots, so that every activation reads the log.",
            ],
        };
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static async Task<FirstReads> ActivateAsync(ClusterProcess node, MemoryProbe probe, int active)
    {
        const string query = "/recommendations?count=20&deadlineMs=5000";
        _ = await new SourceLoad(
            node.Process.Address, new SequenceSource("/v1/users/nobody", query), Connections).CountAsync(5_000);
        long heap = probe.Live();
        long resident = ProcessMemory.Of(node.Process.Id).Resident;
        SequenceSource users = new($"/v1/users/{Prefix}", query);
        LoadResult reads = await new SourceLoad(node.Process.Address, users, Connections).CountAsync(active);
        double heapEach = (probe.Live() - heap) / (double)active;
        double residentEach = (ProcessMemory.Of(node.Process.Id).Resident - resident) / (double)active;
        return new FirstReads(
            reads.Rate, reads.Latency.P50Ms, reads.Latency.P99Ms, heapEach, residentEach, reads.Errors);
    }

    /// <summary>
    /// Appends to the event log directly. A million activations would warm up the process that is to be measured cold.
    /// </summary>
    private static async Task FillAsync(string connectionString, int users)
    {
        ServiceCollection services = new();
        _ = services.AddLogging().AddPostgresStorage(store => store.ConnectionString = connectionString);
        await using ServiceProvider provider = services.BuildServiceProvider();
        IEventLog log = provider.GetRequiredService<IEventLog>();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, users),
            new ParallelOptions { MaxDegreeOfParallelism = Writers },
            async (number, cancellationToken) =>
            {
                UserId user = UserId.Create(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}"));
                _ = await log.AppendAsync(
                    UserKey.Encode(user),
                    [.. Enumerable.Range(0, EventsEach).Select(i => Entry(user, number, i, now))],
                    cancellationToken);
            });
    }

    private static EventEntry Entry(UserId user, int number, int i, DateTimeOffset now) => new()
    {
        Sequence = i + 1,
        ReceivedAt = now,
        Event = new UserEvent
        {
            EventId = string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{number}-{i}"),
            UserId = user,
            Type = "view",
            ItemId = ItemId.Create(
                string.Create(CultureInfo.InvariantCulture, $"p-{(((number * 7) + (i * 13)) % 400) + 1:0000}")),
            OccurredAt = now,
        },
    };
}
