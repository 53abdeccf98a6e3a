using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Personalization.ClusterTests.EndToEnd;
using Personalization.Testing.Cluster;

namespace Personalization.ClusterTests.Chaos;

/// <summary>
/// Clients that merge visitors into customers, and erase some of them, while faults happen. Each repeats a call until
/// it is answered.
/// </summary>
internal sealed class ChaosPairs(IReadOnlyList<ClusterProcess> apis, int seed)
{
    private const int Clients = 4;
    private const int MostEvents = 12;

    private readonly ConcurrentBag<Pair> _pairs = [];
    private volatile bool _stopped;

    /// <summary>Gets the number of merged pairs and of those that were erased.</summary>
    public (int Merged, int Erased) Counts => (_pairs.Count, _pairs.Count(pair => pair.IsErased));

    /// <summary>Runs all clients. The task ends after <see cref="Stop"/>, when every call is answered.</summary>
    public Task RunAsync() =>
        Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => ActAsync(client))));

    /// <summary>Stops all clients after their current pair.</summary>
    public void Stop() => _stopped = true;

    /// <summary>
    /// Asserts that every merged customer has each event of the pair once, and that an erased pair has none.
    /// </summary>
    public async Task CheckAsync(HttpClient http)
    {
        foreach (Pair pair in _pairs)
        {
            string[] known = await EventsAsync(http, pair.Known);
            Assert.Equal(pair.IsErased ? [] : pair.Events.Order(StringComparer.Ordinal), known);
            if (pair.IsErased)
            {
                Assert.Empty(await EventsAsync(http, pair.Visitor));
            }
        }
    }

    private async Task ActAsync(int client)
    {
        Random chance = new(HashCode.Combine(seed, -2, client));
        using Doors doors = new(apis, chance);
        for (int next = 0; !_stopped; next++)
        {
            Pair pair = new($"visitor-{client}-{next}", $"customer-{client}-{next}", chance.Next(2) == 0);
            await WriteAsync(doors, pair, pair.Visitor, chance.Next(1, MostEvents));
            await WriteAsync(doors, pair, pair.Known, chance.Next(1, MostEvents));
            await UntilAnsweredAsync(
                doors, HttpMethod.Post, $"/v1/users/{pair.Known}/merge", new { from = pair.Visitor });
            await WriteAsync(doors, pair, pair.Visitor, 1);
            if (pair.IsErased)
            {
                await UntilAnsweredAsync(doors, HttpMethod.Delete, $"/v1/users/{pair.Known}", null);
            }

            _pairs.Add(pair);
        }
    }

    private static async Task WriteAsync(Doors doors, Pair pair, string user, int count)
    {
        WireEvent[] events =
        [
            .. Enumerable.Range(0, count).Select(i => new WireEvent(
                string.Create(CultureInfo.InvariantCulture, $"{user}-{pair.Events.Count + i}"),
                user,
                "view",
                string.Create(CultureInfo.InvariantCulture, $"item-{i}"))),
        ];
        pair.Events.AddRange(events.Select(sent => sent.EventId));
        while (events.Length > 0)
        {
            Ack[] acks = await doors.PostAsync(events) ?? [];
            string[] stored = [.. acks.Where(ack => ack.IsStored).Select(ack => ack.Event.EventId)];
            events = [.. events.Where(sent => !stored.Contains(sent.EventId, StringComparer.Ordinal))];
        }
    }

    private static async Task UntilAnsweredAsync(Doors doors, HttpMethod method, string path, object? body)
    {
        HttpStatusCode? status;
        do
        {
            status = await doors.SendAsync(method, path, body);
        }
        while (status is null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    private static async Task<string[]> EventsAsync(HttpClient http, string user)
    {
        // The silos still move users after the last fault. A client asks again after 503, and so does the check.
        using HttpResponseMessage answer = await Eventually.Async(
            () => http.GetAsync(new Uri($"/v1/users/{user}/export", UriKind.Relative)),
            found => found.StatusCode != HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        List<string> ids = [];
        foreach (string line in (await answer.Content.ReadAsStringAsync()).Split(
            '\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            if (entry.RootElement.GetProperty("kind").ValueEquals("event"))
            {
                ids.Add(entry.RootElement.GetProperty("event").GetProperty("eventId").GetString()!);
            }
        }

        return [.. ids.Order(StringComparer.Ordinal)];
    }

    /// <summary>A visitor who becomes a customer.</summary>
    private sealed record Pair(string Visitor, string Known, bool IsErased)
    {
        public List<string> Events { get; } = [];
    }
}
