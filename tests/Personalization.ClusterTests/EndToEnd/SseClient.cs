using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>A client of one stream of server-sent events.</summary>
internal sealed class SseClient : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private SseClient(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _events = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>Opens a stream; fails for another status than 200.</summary>
    /// <param name="http">The client with the address.</param>
    /// <param name="path">The path.</param>
    /// <param name="last">The id of the last event of an earlier stream; null for none.</param>
    public static async Task<SseClient> OpenAsync(HttpClient http, string path, string? last = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        _ = response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new SseClient(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Returns the next event; null at the end of the stream.</summary>
    public async Task<SseEvent?> NextAsync() => await _events.MoveNextAsync().AsTask().WaitAsync(Limit)
        ? new SseEvent(
            _events.Current.EventType,
            _events.Current.EventId,
            JsonElement.Parse(_events.Current.Data))
        : null;

    /// <summary>Reads events up to the pair of a profile with a version or a later one.</summary>
    public async Task<(SseEvent Profile, SseEvent List)> PairAsync(long version)
    {
        while (true)
        {
            SseEvent profile = (await NextAsync())!;
            Assert.Equal("profile", profile.Name);
            SseEvent list = (await NextAsync())!;
            Assert.Equal(("list", profile.Id), (list.Name, list.Id));
            Assert.Equal(profile.Id, $"{profile.Data.GetProperty("version").GetInt64()}");
            if (profile.Data.GetProperty("version").GetInt64() >= version)
            {
                return (profile, list);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        try
        {
            await _events.DisposeAsync();
        }
        catch (Exception error) when (error is IOException or NotSupportedException or ObjectDisposedException)
        {
            // The connection is closed already.
        }
    }
}

/// <summary>A server-sent event.</summary>
/// <param name="Name">The name.</param>
/// <param name="Id">The id; null for none.</param>
/// <param name="Data">The data.</param>
internal sealed record SseEvent(string Name, string? Id, JsonElement Data);
