using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Personalization.Testing;

namespace Personalization.Benchmarks.Engines;

/// <summary>A client of the parts of the engine's REST API that the benchmarks use.</summary>
internal sealed class EngineClient : IDisposable
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");
    private readonly HttpClient _http;

    /// <summary>Creates a client of an engine.</summary>
    public EngineClient(EngineProcess engine) =>
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
        {
            BaseAddress = engine.Address,
            Timeout = TimeSpan.FromMinutes(2)
        };

    /// <summary>Sends events and repeats them until every event is acknowledged or rejected.</summary>
    /// <param name="json">A JSON array of events, UTF-8.</param>
    /// <returns>The number of events that the engine rejected; they are not sent again.</returns>
    public async Task<long> PostEventsAsync(ReadOnlyMemory<byte> json)
    {
        while (true)
        {
            using ReadOnlyMemoryContent body = new(json);
            body.Headers.ContentType = JsonType;
            using HttpResponseMessage answer = await _http.PostAsync(Relative("/v1/events"), body);
            if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
            {
                using JsonDocument outcome = await ReadAsync(answer);
                if (outcome.RootElement.GetProperty("unavailable").GetInt32() == 0)
                {
                    return outcome.RootElement.GetProperty("rejected").GetInt64();
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    /// <summary>
    /// Gets a user's list. If the engine answers 503, the list is empty and its level is <c>unserved</c>.
    /// </summary>
    public async Task<ServedList> RecommendAsync(string user, string query)
    {
        using HttpResponseMessage answer = await _http.GetAsync(
            Relative($"/v1/users/{Uri.EscapeDataString(user)}/recommendations?{query}"));
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return new ServedList([], "unserved", null);
        }

        using JsonDocument list = await ReadAsync(answer);
        return ServedList.From(list.RootElement);
    }

    /// <summary>Gets the body of an answer as bytes.</summary>
    public async Task<byte[]> GetBytesAsync(string path) => await _http.GetByteArrayAsync(Relative(path));

    /// <summary>Trains a model and waits for the end of the training.</summary>
    /// <returns>The model catalog after the training.</returns>
    /// <exception cref="InvalidOperationException">The training failed.</exception>
    public async Task<JsonElement> TrainAsync()
    {
        using StringContent body = new("{\"seed\":1}", Encoding.UTF8, JsonType);
        using HttpResponseMessage started = await _http.PostAsync(Relative("/v1/models/train"), body);
        if (started.StatusCode != HttpStatusCode.Conflict)
        {
            using JsonDocument _ = await ReadAsync(started);
        }

        while (true)
        {
            JsonElement catalog = await GetModelsAsync();
            JsonElement training = catalog.GetProperty("training");
            if (!training.GetProperty("running").GetBoolean())
            {
                return training.GetProperty("step").GetString() == "done"
                    ? catalog
                    : throw new InvalidOperationException($"The training failed: {training}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    /// <summary>Gets the model catalog.</summary>
    public async Task<JsonElement> GetModelsAsync()
    {
        using HttpResponseMessage answer = await _http.GetAsync(Relative("/v1/models"));
        using JsonDocument catalog = await ReadAsync(answer);
        return catalog.RootElement.Clone();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage answer)
    {
        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(body)
            : throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri} answered "
                + $"{(int)answer.StatusCode}: {Encoding.UTF8.GetString(body)}");
    }
}
