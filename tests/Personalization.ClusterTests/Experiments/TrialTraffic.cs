using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Personalization.ClusterTests.Grains;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Experiments;

/// <summary>
/// Shoppers of an experiment. Each request is repeated until it succeeds, so that equal traffic reaches the engine
/// under any fault.
/// </summary>
internal sealed class TrialTraffic(Uri address) : IDisposable
{
    public const int Shoppers = 120;

    private const int Lanes = 6;

    private readonly HttpClient _http = ContractHandler.Client(address, TimeSpan.FromSeconds(30));
    private int _shopped;

    /// <summary>Gets the number of shoppers who are done.</summary>
    public int Shopped => Volatile.Read(ref _shopped);

    public void Dispose() => _http.Dispose();

    /// <summary>Records a history, trains a model and starts the experiment.</summary>
    public async Task PrepareAsync()
    {
        foreach (IReadOnlyList<object> history in TestEvents.TwoTastes(users: 40, items: 30, eventsEach: 10)
            .Select(events => events.Select(done =>
            (object)new
            {
                eventId = done.EventId,
                userId = done.UserId.Value,
                type = done.Type,
                itemId = done.ItemId.Value,
                occurredAt = done.OccurredAt
            }).ToList()))
        {
            await PostAsync(history);
        }

        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync("/v1/models/train", null));
        _ = await Eventually.Async(
            () => TextAsync("/v1/models"), text => text.Contains("\"live\":\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Created, await StatusAsync("/v1/experiments", Trial.Json()));
        Assert.Equal(
            HttpStatusCode.OK, await StatusAsync($"/v1/experiments/{Trial.Name}/start", "{\"reason\":\"to see\"}"));
    }

    /// <summary>Ends the experiment.</summary>
    public async Task StopAsync() =>
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"/v1/experiments/{Trial.Name}/stop", null));

    /// <summary>Runs all shoppers, a few at a time.</summary>
    public Task RunAsync() => RunAsync(0, Shoppers);

    /// <summary>Runs some of the shoppers, a few at a time.</summary>
    public Task RunAsync(int first, int count) => Parallel.ForEachAsync(
        Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (number, _) =>
        {
            await ShopAsync($"shopper-{number}", number);
            Interlocked.Increment(ref _shopped);
        });

    /// <summary>Gets the results without the time of the query; null if the query failed.</summary>
    public async Task<string?> ResultsAsync()
    {
        string text = await TextAsync($"/v1/experiments/{Trial.Name}/results");
        return text.StartsWith('{') && JsonDocument.Parse(text).RootElement.TryGetProperty(
            "results", out JsonElement results) ? results.GetRawText() : null;
    }

    /// <summary>
    /// Views an item, which makes the user a unit of experiments. Then reads two lists, records their impressions,
    /// clicks, and perhaps buys. The shopper's number alone decides the events.
    /// </summary>
    private async Task ShopAsync(string user, int number)
    {
        await PostAsync([Event(user, "a", "view", null, null)]);
        string first = await ListAsync(user);
        await PostAsync([Event(user, "i1", "impression", first, null), Event(user, "b", "view", first, null)]);
        string second = await ListAsync(user);
        await PostAsync([Event(user, "i2", "impression", second, null)]);
        if (number % 2 == 0)
        {
            await PostAsync([Event(user, "c", "click", second, null)]);
        }

        if (number % 3 == 0)
        {
            await PostAsync([Event(user, "p", "purchase", number % 2 == 0 ? second : null, 10 + number)]);
        }
    }

    private static object Event(string user, string id, string type, string? list, double? value) =>
        new { eventId = id, userId = user, type, itemId = "item-1", recommendationId = list, value };

    private async Task<string> ListAsync(string user)
    {
        JsonElement list = await Eventually.Async(
            async () => await TextAsync($"/v1/users/{user}/recommendations?count=5&deadlineMs=5000") is ['{', ..] text
                ? JsonDocument.Parse(text).RootElement
                : default,
            answer => answer.ValueKind == JsonValueKind.Object
                && answer.TryGetProperty("arm", out _)
                && answer.GetProperty("fallbackLevel").GetString() == "fresh");
        return list.GetProperty("recommendationId").GetString()!;
    }

    private async Task PostAsync(IReadOnlyList<object> events) => _ = await Eventually.Async(
        async () =>
        {
            try
            {
                using HttpResponseMessage answer = await _http.PostAsJsonAsync(
                    "/v1/events", events, JsonSerializerOptions.Web);
                JsonElement outcome = answer.StatusCode == HttpStatusCode.Accepted
                    ? await answer.Content.ReadFromJsonAsync<JsonElement>()
                    : default;
                return outcome.ValueKind == JsonValueKind.Object
                    ? outcome.GetProperty("accepted").GetInt32() + outcome.GetProperty("duplicates").GetInt32()
                    : 0;
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                return 0;
            }
        },
        stored => stored == events.Count);

    private async Task<HttpStatusCode> StatusAsync(string path, string? body)
    {
        using StringContent? content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return answer.StatusCode;
    }

    private async Task<string> TextAsync(string path)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : string.Empty;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return string.Empty;
        }
    }
}
