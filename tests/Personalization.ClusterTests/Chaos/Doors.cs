using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Personalization.ClusterTests.EndToEnd;
using Personalization.Testing.Cluster;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Chaos;

/// <summary>
/// A client behind a load balancer. It asks one API process, and the next one after a failed connection.
/// </summary>
internal sealed class Doors(IReadOnlyList<ClusterProcess> apis, Random chance) : IDisposable
{
    private readonly HttpClient _http = ContractHandler.Client(timeout: TimeSpan.FromSeconds(20));

    /// <summary>Sends events to one API after the other until one answers.</summary>
    /// <returns>The answer for each event; null if no API answered.</returns>
    public async Task<Ack[]?> PostAsync(IReadOnlyList<WireEvent> events)
    {
        using HttpResponseMessage? answer = await FirstAsync(
            door => _http.PostAsJsonAsync(new Uri(door, "/v1/events"), events, JsonSerializerOptions.Web));
        if (answer is null)
        {
            return null;
        }

        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return [.. events.Select(sent => new Ack(sent, "unavailable", 0))];
        }

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        JsonElement outcome = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return [.. outcome.GetProperty("results").EnumerateArray().Select(result => new Ack(
            events[result.GetProperty("index").GetInt32()],
            result.GetProperty("status").GetString()!,
            result.TryGetProperty("profileVersion", out JsonElement version)
                && version.ValueKind == JsonValueKind.Number ? version.GetInt64() : 0))];
    }

    /// <summary>Gets a user's list.</summary>
    /// <returns>The list; null if no API answered with one.</returns>
    public async Task<WireList?> ReadAsync(string user)
    {
        string path = $"/v1/users/{Uri.EscapeDataString(user)}/recommendations?count=10";
        using HttpResponseMessage? answer = await FirstAsync(door => _http.GetAsync(new Uri(door, path)));
        return answer is { StatusCode: HttpStatusCode.OK }
            ? WireList.From(await answer.Content.ReadFromJsonAsync<JsonElement>())
            : null;
    }

    /// <summary>Sends any other request.</summary>
    /// <returns>The status of the answer; null if no API answered.</returns>
    public async Task<HttpStatusCode?> SendAsync(HttpMethod method, string path, object? body)
    {
        using HttpResponseMessage? answer = await FirstAsync(async door =>
        {
            using HttpRequestMessage request = new(method, new Uri(door, path))
            {
                Content = body is null ? null : JsonContent.Create(body),
            };
            return await _http.SendAsync(request);
        });
        return answer?.StatusCode;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>
    /// Gets the first answer. Only a failed connection leads to the next API: an error status is an answer.
    /// </summary>
    private async Task<HttpResponseMessage?> FirstAsync(Func<Uri, Task<HttpResponseMessage>> send)
    {
        int first = chance.Next(apis.Count);
        for (int i = 0; i < apis.Count; i++)
        {
            try
            {
                return await send(apis[(first + i) % apis.Count].Process.Address);
            }
            catch (HttpRequestException)
            {
                // try the next API, as a load balancer does
            }
            catch (OperationCanceledException)
            {
                return null; // no answer within the client's timeout
            }
        }

        return null;
    }
}
