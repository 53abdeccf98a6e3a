using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Personalization.Testing;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>A client that uses only the REST interface of the engine.</summary>
internal sealed class WireClient(EngineProcess engine) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly HttpClient _http = ContractHandler.Client(engine.Address, TimeSpan.FromSeconds(60));

    /// <summary>Sends events in one request: one as an object, more as an array.</summary>
    /// <exception cref="HttpRequestException">There was no answer with status 202 or 503. The result of the events is
    /// unknown.</exception>
    public async Task<Ack[]> PostAsync(params IReadOnlyList<WireEvent> events)
    {
        using HttpResponseMessage answer = events.Count == 1
            ? await _http.PostAsJsonAsync("/v1/events", events[0], JsonSerializerOptions.Web, None)
            : await _http.PostAsJsonAsync("/v1/events", events, JsonSerializerOptions.Web, None);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return [.. events.Select(sent => new Ack(sent, "unavailable", 0))];
        }

        using JsonDocument outcome = await ReadAsync(answer, HttpStatusCode.Accepted);
        return [.. outcome.RootElement.GetProperty("results").EnumerateArray().Select(result => new Ack(
            events[result.GetProperty("index").GetInt32()],
            result.GetProperty("status").GetString()!,
            result.TryGetProperty("profileVersion", out JsonElement version) ? version.GetInt64() : 0))];
    }

    /// <summary>Repeats events until the engine has acknowledged each.</summary>
    public async Task<Ack[]> PostUntilStoredAsync(params IReadOnlyList<WireEvent> events)
    {
        List<Ack> stored = [];
        while (events.Count > 0)
        {
            Ack[] acks = await PostAsync(events);
            Assert.DoesNotContain(acks, ack => ack.Status == "rejected");
            stored.AddRange(acks.Where(ack => ack.IsStored));
            events = [.. acks.Where(ack => !ack.IsStored).Select(ack => ack.Event)];
        }

        return [.. stored];
    }

    /// <summary>Gets a user's list.</summary>
    public async Task<WireList> RecommendAsync(string user, string query)
    {
        using HttpResponseMessage answer = await _http.GetAsync(Of(user, $"/recommendations?{query}"), None);
        using JsonDocument list = await ReadAsync(answer, HttpStatusCode.OK);
        return WireList.From(list.RootElement);
    }

    /// <summary>Gets a user's profile.</summary>
    public async Task<WireProfile> ProfileAsync(string user)
    {
        using HttpResponseMessage answer = await _http.GetAsync(Of(user, ""), None);
        using JsonDocument profile = await ReadAsync(answer, HttpStatusCode.OK);
        return new WireProfile(
            profile.RootElement.GetProperty("profileVersion").GetInt64(),
            [.. profile.RootElement.GetProperty("recentEvents")
                .EnumerateArray()
                .Select(e => e.GetProperty("eventId").GetString()!)]);
    }

    /// <summary>Gets the ids of all stored events of a user, in log order; empty for an unknown user.</summary>
    public async Task<string[]> ExportAsync(string user)
    {
        using HttpResponseMessage answer = await _http.GetAsync(Of(user, "/export"), None);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string text = await answer.Content.ReadAsStringAsync(None);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(EventIdOf).OfType<string>()];
    }

    /// <summary>Trains a model and makes it live, also if the data is too small for the promotion gate.</summary>
    /// <returns>The live version.</returns>
    public async Task<string> TrainAsync()
    {
        await StartTrainingAsync();
        JsonElement models = await Eventually.Async(
            ModelsAsync, m => !m.GetProperty("training").GetProperty("running").GetBoolean());
        string version = models.GetProperty("training").GetProperty("version").GetString()
            ?? throw new InvalidOperationException(models.ToString());
        if (!models.TryGetProperty("live", out JsonElement live) || live.GetString() != version)
        {
            using HttpResponseMessage promoted = await _http.PostAsync(
                new Uri($"/v1/models/{version}/promote", UriKind.Relative), null, None);
            using JsonDocument after = await ReadAsync(promoted, HttpStatusCode.OK);
        }

        return version;
    }

    /// <summary>Starts a training and does not wait for it.</summary>
    public async Task StartTrainingAsync()
    {
        using HttpResponseMessage started = await _http.PostAsJsonAsync("/v1/models/train", new { seed = 1 }, None);
        using JsonDocument status = await ReadAsync(started, HttpStatusCode.Accepted);
    }

    /// <summary>Gets the status of the current or latest training.</summary>
    public async Task<JsonElement> TrainingAsync() => (await ModelsAsync()).GetProperty("training");

    /// <summary>Gets the model catalog.</summary>
    public async Task<JsonElement> ModelsAsync()
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri("/v1/models", UriKind.Relative), None);
        using JsonDocument models = await ReadAsync(answer, HttpStatusCode.OK);
        return models.RootElement.Clone();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static Uri Of(string user, string rest) =>
        new($"/v1/users/{Uri.EscapeDataString(user)}{rest}", UriKind.Relative);

    private static string? EventIdOf(string line)
    {
        using JsonDocument entry = JsonDocument.Parse(line);
        return entry.RootElement.TryGetProperty("event", out JsonElement e)
            ? e.GetProperty("eventId").GetString()
            : null;
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        string body = await answer.Content.ReadAsStringAsync(None);
        return answer.StatusCode == expected
            ? JsonDocument.Parse(body)
            : throw new HttpRequestException($"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri} "
                + $"answered {(int)answer.StatusCode}: {body}");
    }
}
