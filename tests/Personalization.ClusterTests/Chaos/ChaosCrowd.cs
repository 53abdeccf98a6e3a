using System.Collections.Concurrent;
using System.Globalization;
using Personalization.ClusterTests.EndToEnd;
using Personalization.Testing.Cluster;

namespace Personalization.ClusterTests.Chaos;

/// <summary>
/// Writers that repeat each event until its acknowledgement, as a client with an outbox does, and readers that count
/// their answers. They share the users, so several API processes write one user at the same time.
/// </summary>
internal sealed class ChaosCrowd(IReadOnlyList<ClusterProcess> apis, int seed)
{
    private const int Writers = 12;
    private const int Readers = 12;
    private const int Users = 150;
    private const int MaxBatch = 8;
    private static readonly string[] Types = ["view", "view", "view", "click", "addToCart", "purchase"];

    private readonly ConcurrentBag<Ack> _acks = [];
    private readonly ConcurrentDictionary<string, long> _versions = [];
    private readonly ChaosCounts _counts = new();
    private volatile bool _stopped;

    /// <summary>Gets the acknowledged events.</summary>
    public IReadOnlyCollection<Ack> Acknowledged => _acks;

    /// <summary>Gets the counts.</summary>
    public ChaosCounts Counts => _counts;

    /// <summary>
    /// Runs all writers and readers. The task ends after <see cref="Stop"/>, when every sent event is acknowledged.
    /// </summary>
    public Task RunAsync() => Task.WhenAll(
        Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer))).Concat(
        Enumerable.Range(0, Readers).Select(reader => Task.Run(() => ReadAsync(reader)))));

    /// <summary>Stops all writers and readers after their current request.</summary>
    public void Stop() => _stopped = true;

    private async Task WriteAsync(int writer)
    {
        Random chance = new(HashCode.Combine(seed, writer));
        using Doors doors = new(apis, chance);
        for (int next = 0; !_stopped;)
        {
            WireEvent[] events = new WireEvent[chance.Next(3) > 0 ? 1 : chance.Next(2, MaxBatch)];
            for (int i = 0; i < events.Length; i++)
            {
                string id = string.Create(CultureInfo.InvariantCulture, $"c-{writer}-{next++}");
                events[i] = new WireEvent(
                    id,
                    User(chance),
                    Types[chance.Next(Types.Length)],
                    string.Create(CultureInfo.InvariantCulture, $"item-{chance.Next(80)}"));
            }

            await WriteUntilStoredAsync(doors, events);
        }
    }

    private async Task WriteUntilStoredAsync(Doors doors, WireEvent[] events)
    {
        long began = TimeProvider.System.GetTimestamp();
        for (int attempt = 0; events.Length > 0; attempt++)
        {
            Ack[] acks = await doors.PostAsync(events) ?? [.. events.Select(sent => new Ack(sent, "none", 0))];
            _counts.Attempted(acks.Length, isRetry: attempt > 0);
            foreach (Ack ack in acks.Where(ack => ack.IsStored))
            {
                _acks.Add(ack);
                _ = _versions.AddOrUpdate(
                    ack.Event.UserId, ack.Version, (_, known) => Math.Max(known, ack.Version));
            }

            Assert.DoesNotContain(acks, ack => ack.Status == "rejected");
            _counts.Refused(acks.Count(ack => ack.Status == "unavailable"));
            events = [.. acks.Where(ack => !ack.IsStored).Select(ack => ack.Event)];
        }

        _counts.WriteTook(TimeProvider.System.GetElapsedTime(began));
    }

    private async Task ReadAsync(int reader)
    {
        Random chance = new(HashCode.Combine(seed, -1, reader));
        using Doors doors = new(apis, chance);
        while (!_stopped)
        {
            string user = User(chance);
            long acknowledged = _versions.GetValueOrDefault(user);
            long began = TimeProvider.System.GetTimestamp();
            WireList? list = await doors.ReadAsync(user);
            _counts.Read(
                list?.FallbackLevel,
                TimeProvider.System.GetElapsedTime(began),
                isStale: list is { FallbackLevel: "fresh" } && list.ProfileVersion < acknowledged);
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(5, 30)), TimeProvider.System);
        }
    }

    private static string User(Random chance) =>
        string.Create(CultureInfo.InvariantCulture, $"chaos {chance.Next(Users)}/ö");
}
