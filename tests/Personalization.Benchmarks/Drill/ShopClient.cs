using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Personalization.Benchmarks.Drill;

/// <summary>
/// The client in the shop's program: it requests lists and sends events. It waits only as long as a page can wait.
/// </summary>
/// <param name="engine">The address of the API.</param>
/// <param name="tally">Records the reads and writes.</param>
/// <param name="repeats">Whether the shop repeats a write that is answered with <c>Retry-After</c>.</param>
internal sealed class ShopClient(Uri engine, DrillTally tally, bool repeats = true) : IDisposable
{
    private const int ListLength = 10;
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentBag<Task> _sending = [];

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 2_000 })
    {
        BaseAddress = engine,
        Timeout = TimeSpan.FromSeconds(60)
    };

    /// <summary>Requests a list.</summary>
    public async Task<ShownList> ListAsync(string user, string placement)
    {
        double at = tally.Now;
        using CancellationTokenSource patience = new(DrillPlan.Patience, TimeProvider.System);
        try
        {
            Uri uri = new(
                $"/v1/users/{user}/recommendations?placement={placement}&count={ListLength}"
                    + $"&deadlineMs={DrillPlan.AskedDeadlineMs}",
                UriKind.Relative);
            using HttpResponseMessage answer = await _http.GetAsync(uri, patience.Token);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return new ShownList(at, Since(at), null, []);
            }

            JsonElement list = await answer.Content.ReadFromJsonAsync<JsonElement>(patience.Token);
            return new ShownList(
                at,
                Since(at),
                list.GetProperty("fallbackLevel").GetString(),
                [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)]);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return new ShownList(at, Since(at), null, []);
        }
    }

    /// <summary>
    /// Sends events. The task ends with the acknowledgement, or when the page stops waiting; sending then continues in
    /// the background.
    /// </summary>
    public async Task RecordAsync(object events)
    {
        Task sending = SendAsync(events);
        _sending.Add(sending);
        _ = await Task.WhenAny(sending, Task.Delay(DrillPlan.Patience, TimeProvider.System));
    }

    /// <summary>Waits until all sent events are acknowledged or have failed.</summary>
    public Task SettleAsync() => Task.WhenAll(_sending);

    private async Task SendAsync(object events)
    {
        double at = tally.Now;
        using CancellationTokenSource late = new(WritePatience, TimeProvider.System);
        try
        {
            using HttpResponseMessage answer = await PostAsync(events, late.Token);
            string body = await answer.Content.ReadAsStringAsync(late.Token);
            bool taken = answer.StatusCode == HttpStatusCode.Accepted
                && JsonDocument.Parse(body).RootElement.GetProperty("unavailable").GetInt32() == 0;
            tally.Write(at, taken ? null : string.Create(
                CultureInfo.InvariantCulture, $"after {tally.Now - at:0.0} s {(int)answer.StatusCode} {body}"));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            tally.Write(
                at, string.Create(CultureInfo.InvariantCulture, $"after {tally.Now - at:0.0} s {error.Message}"));
        }
    }

    /// <summary>Sends events, and again as long as the engine answers with <c>Retry-After</c>.</summary>
    private async Task<HttpResponseMessage> PostAsync(object events, CancellationToken late)
    {
        while (true)
        {
            HttpResponseMessage answer = await _http.PostAsJsonAsync("/v1/events", events, late);
            if (!repeats || answer.Headers.RetryAfter?.Delta is not { } pause)
            {
                return answer;
            }

            answer.Dispose();
            await Task.Delay(pause, TimeProvider.System, late);
        }
    }

    /// <summary>Sends invalid events, like a client that renamed a field.</summary>
    public async Task SendNonsenseAsync(int number)
    {
        try
        {
            using HttpResponseMessage answer = await _http.PostAsJsonAsync(
                "/v1/events", new { eventId = $"nonsense-{number}", user = "u", type = "view", item = "p-0001" });
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            // no shopper waits for this request
        }
    }

    /// <summary>Requests a pull of a feed.</summary>
    public async Task PullAsync(string feed)
    {
        using HttpResponseMessage answer = await _http.PostAsync(
            new Uri($"/v1/feeds/{feed}/pull", UriKind.Relative), null);
    }

    /// <summary>Gets a JSON answer; null without one.</summary>
    public async Task<JsonElement?> GetAsync(string path)
    {
        using CancellationTokenSource patience = new(DrillPlan.Patience, TimeProvider.System);
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative), patience.Token);
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadFromJsonAsync<JsonElement>(patience.Token)
                : null;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Gets whether the engine's catalog has an item on sale; null if the engine does not answer.</summary>
    public async Task<bool?> HasItemAsync(string item)
    {
        using CancellationTokenSource patience = new(DrillPlan.Patience, TimeProvider.System);
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(
                new Uri($"/v1/items/{item}", UriKind.Relative), patience.Token);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => (await answer.Content.ReadFromJsonAsync<JsonElement>(patience.Token))
                    .GetProperty("available")
                    .GetBoolean(),
                HttpStatusCode.NotFound => false,
                _ => null,
            };
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private double Since(double at) => (tally.Now - at) * 1_000;
}
