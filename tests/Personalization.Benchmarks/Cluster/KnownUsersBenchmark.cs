using System.Globalization;
using System.Net;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Storage;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Shared.Cluster;
using Personalization.Storage.Postgres;

namespace Personalization.Benchmarks.Cluster;

/// <summary>Many users in the store, some of them active: what the first list of one costs, in a process that knows nobody yet, and what an active one weighs.</summary>
internal static class KnownUsersBenchmark
{
    private const int EventsEach = 3;
    private const int Writers = 4_096;
    private const int Connections = 32;
    private const string Prefix = "known";

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 1 when something needed is missing.</returns>
    public static async Task<int> RunAsync(int known, int active, string? json, string? markdown, TextWriter output)
    {
        if (PostgresServer.Missing() is { } missing)
        {
            await output.WriteLineAsync($"Cannot run: {missing}.");
            return 1;
        }

        using PostgresServer store = PostgresServer.Start();
        await output.WriteLineAsync("loading the sample shop and its model");
        await using (LocalCluster first = await LocalCluster.StartAsync(new ClusterPlan(0, 0, 1) { Environment = store.Settings, Sample = true }, CancellationToken.None))
        {
            await first.WaitForModelAsync(CancellationToken.None);
        }

        await output.WriteLineAsync($"writing {known:N0} users into the log");
        long began = TimeProvider.System.GetTimestamp();
        await FillAsync(store.ConnectionString, known);
        double written = known / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        await output.WriteLineAsync("activating");
        MemoryProbe probe = new();
        ClusterPlan plan = new(0, 0, 1) { Environment = probe.Attach(new(".") { Environment = store.Settings }).Environment };
        await using LocalCluster cluster = await LocalCluster.StartAsync(plan, CancellationToken.None);
        FirstReads measure = await ActivateAsync(cluster.Doors[0], probe, active);
        string text = string.Create(CultureInfo.InvariantCulture, $"""
            {new MarkdownTable("known users", "appends/s while writing them", "activated by a first read", "activations/s", "time to first list p50, ms", "p99, ms", "live heap bytes per active user", "resident bytes per active user", "errors")
                .Row($"{known:N0}", $"{written:N0}", $"{active:N0}", $"{measure.PerSecond:N0}", $"{measure.P50Ms:0.0}", $"{measure.P99Ms:0.0}", $"{measure.HeapBytes:N0}", $"{measure.ResidentBytes:N0}", $"{measure.Errors}")}
            {Connections} connections, one process that is API and silo, PostgreSQL beside it; {EventsEach} events each and no snapshot, so every activation reads the log. {Machine.Describe()}

            """);
        await output.WriteLineAsync(text);
        await ReportFiles.WriteAsync(json, markdown, JsonSerializer.Serialize(measure, ReportFiles.Readable), text);
        return 0;
    }

    private static async Task<FirstReads> ActivateAsync(ClusterProcess node, MemoryProbe probe, int active)
    {
        IPEndPoint address = new(IPAddress.Loopback, node.Process.Address.Port);
        const string query = "/recommendations?count=20&deadlineMs=5000";
        _ = LoadGenerator.RunCount(address, new SequenceSource("/v1/users/nobody", query), Connections, 5_000);
        long heap = probe.Live();
        long resident = ProcessMemory.Of(node.Process.Id).Resident;
        LoadResult reads = LoadGenerator.RunCount(address, new SequenceSource($"/v1/users/{Prefix}", query), Connections, active);
        double heapEach = (probe.Live() - heap) / (double)active;
        double residentEach = (ProcessMemory.Of(node.Process.Id).Resident - resident) / (double)active;
        return new FirstReads(reads.Rate, reads.Percentile(50), reads.Percentile(99), heapEach, residentEach, reads.Errors);
    }

    /// <summary>Through the event log itself, past the grains: a million activations of their own would only warm what is to be measured cold.</summary>
    private static async Task FillAsync(string connectionString, int users)
    {
        ServiceCollection services = new();
        _ = services.AddLogging().AddPostgresStorage(store => store.ConnectionString = connectionString);
        await using ServiceProvider provider = services.BuildServiceProvider();
        IEventLog log = provider.GetRequiredService<IEventLog>();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(Enumerable.Range(0, users), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (number, cancellationToken) =>
        {
            UserId user = UserId.Create(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}"));
            _ = await log.AppendAsync(UserKey.Encode(user), [.. Enumerable.Range(0, EventsEach).Select(i => Entry(user, number, i, now))], cancellationToken);
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
            ItemId = ItemId.Create(string.Create(CultureInfo.InvariantCulture, $"p-{(((number * 7) + (i * 13)) % 400) + 1:0000}")),
            OccurredAt = now,
        },
    };
}
