using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>
/// Sends requests during a fault: each user's list in turn, on a schedule that does not wait for answers, and an
/// occasional write. It records each user's last acknowledged profile version and so recognizes the user's own list.
/// </summary>
internal sealed class ListWatch : IAsyncDisposable
{
    private const int ReadsASecond = 400;
    private const int WriteEvery = 20;

    private readonly HttpClient _http;
    private readonly string _name;
    private readonly long[] _versions;
    private readonly ConcurrentQueue<Reading> _readings = [];
    private readonly ConcurrentDictionary<double, byte> _underWay = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly long _started;
    private Task _running = Task.CompletedTask;
    private int _written;

    private ListWatch(Uri door, string name, int users)
    {
        _name = name;
        _http = new HttpClient { BaseAddress = door, Timeout = TimeSpan.FromSeconds(30) };
        _versions = new long[users];
        _started = TimeProvider.System.GetTimestamp();
    }

    /// <summary>Gets the milliseconds since the watch started.</summary>
    public double NowMs => TimeProvider.System.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>Creates new users, which activates them on the current silos, and starts to send requests.</summary>
    /// <param name="door">The address of an API process.</param>
    /// <param name="name">The prefix of the users' ids.</param>
    /// <param name="users">The number of users.</param>
    public static async Task<ListWatch> StartAsync(Uri door, string name, int users)
    {
        ListWatch watch = new(door, name, users);
        for (int user = 0; user < users; user++)
        {
            while (await watch.WriteAsync(user) != ReadingAnswer.Written)
            {
            }
        }

        watch._running = Task.Run(() => watch.RunAsync(watch._stopping.Token));
        return watch;
    }

    /// <summary>
    /// Waits until every request that was due in the last <paramref name="seconds"/>, all after a given time, got the
    /// expected answer. Waits two minutes at most.
    /// </summary>
    public async Task<bool> CalmAsync(double seconds, double notBeforeMs)
    {
        double limit = NowMs + 120_000;
        while (NowMs < limit)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.1), TimeProvider.System);
            double until = NowMs - 1_500; // newer requests may not be answered yet
            double since = until - (seconds * 1_000);
            if (since >= notBeforeMs
                && _underWay.Keys.All(due => due > until)
                && _readings.Where(reading => reading.DueMs > since && reading.DueMs <= until).All(IsFine))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gets the figures of all requests that were due at or after a fault.</summary>
    public FailoverFigures Since(double faultMs)
    {
        Reading[] after = [.. _readings.Where(reading => reading.DueMs >= faultMs)];
        Reading[] reads =
        [.. after.Where(reading => reading.Answer is ReadingAnswer.Own or ReadingAnswer.Lower or ReadingAnswer.Failed)];
        Reading[] writes =
        [.. after.Where(reading => reading.Answer is ReadingAnswer.Written or ReadingAnswer.Refused)];
        return new FailoverFigures(
            reads.Where(reading => !IsFine(reading))
                .Select(reading => reading.DueMs + reading.TookMs - faultMs)
                .DefaultIfEmpty(0)
                .Max() / 1_000,
            reads.Length,
            reads.Count(reading => reading.Answer == ReadingAnswer.Lower),
            reads.Count(reading => reading.Answer == ReadingAnswer.Failed),
            reads.Select(reading => reading.TookMs).DefaultIfEmpty(0).Max(),
            writes.Select(reading => reading.TookMs).DefaultIfEmpty(0).Max() / 1_000,
            writes.Count(reading => reading.Answer == ReadingAnswer.Refused));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _http.Dispose();
        _stopping.Dispose();
    }

    private static bool IsFine(Reading reading) => reading.Answer is ReadingAnswer.Own or ReadingAnswer.Written;

    private string User(int user) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{user}");

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        List<Task> under = [];
        for (int n = 0; !cancellationToken.IsCancellationRequested; n++)
        {
            double due = n * 1_000.0 / ReadsASecond;
            double wait = due - NowMs;
            if (wait > 1)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(wait), TimeProvider.System, CancellationToken.None);
            }

            int user = n % _versions.Length;
            under.Add(NoteAsync(due, n % WriteEvery == 0 ? WriteAsync(user) : ReadAsync(user)));
            if (under.Count > 10_000)
            {
                _ = under.RemoveAll(task => task.IsCompleted);
            }
        }

        await Task.WhenAll(under);
    }

    private async Task NoteAsync(double due, Task<ReadingAnswer> request)
    {
        _ = _underWay.TryAdd(due, 0);
        ReadingAnswer answer = await request;
        _ = _underWay.TryRemove(due, out _);
        _readings.Enqueue(new Reading(due, NowMs - due, answer));
    }

    private async Task<ReadingAnswer> ReadAsync(int user)
    {
        long known = Volatile.Read(ref _versions[user]);
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(
                new Uri($"/v1/users/{User(user)}/recommendations?count=10&deadlineMs=1000", UriKind.Relative));
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return ReadingAnswer.Failed;
            }

            JsonElement list = await answer.Content.ReadFromJsonAsync<JsonElement>();
            bool own = list.GetProperty("fallbackLevel").GetString() is "fresh"
                && list.GetProperty("profileVersion").GetInt64() >= known;
            return own ? ReadingAnswer.Own : ReadingAnswer.Lower;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return ReadingAnswer.Failed;
        }
    }

    private async Task<ReadingAnswer> WriteAsync(int user)
    {
        int number = Interlocked.Increment(ref _written);
        string item = string.Create(CultureInfo.InvariantCulture, $"p-{(number % 400) + 1:0000}");
        try
        {
            using HttpResponseMessage answer = await _http.PostAsJsonAsync(
                "/v1/events",
                new
                {
                    eventId = string.Create(CultureInfo.InvariantCulture, $"{_name}-{number}"),
                    userId = User(user),
                    type = "view",
                    itemId = item,
                });
            if (answer.StatusCode != HttpStatusCode.Accepted)
            {
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable
                    ? ReadingAnswer.Refused
                    : ReadingAnswer.Failed;
            }

            JsonElement result = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0];
            long version = result.GetProperty("profileVersion").GetInt64();
            long known;
            while ((known = Volatile.Read(ref _versions[user])) < version
                && Interlocked.CompareExchange(ref _versions[user], version, known) != known)
            {
            }

            return ReadingAnswer.Written;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return ReadingAnswer.Failed;
        }
    }
}
