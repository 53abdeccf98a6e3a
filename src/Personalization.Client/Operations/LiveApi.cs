using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Personalization.Client.Http;

namespace Personalization.Client.Operations;

/// <summary>
/// The events and lists of the API process, as they happen: <c>/v1/stream</c>. Needs the role operate.
/// </summary>
public sealed class LiveApi
{
    private readonly ApiConnection _api;

    internal LiveApi(ApiConnection api) => _api = api;

    /// <summary>Watches events and lists until it is cancelled or the connection ends.</summary>
    /// <remarks>A skipped entry is not an error: a slow reader and a high rate lose entries.</remarks>
    /// <param name="kinds">The kinds, <c>event</c>, <c>rejected</c>, <c>list</c>; null for all.</param>
    /// <param name="perSecond">The most entries of a second, 1 to 200.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="PersonalizationException">The API refused the stream or did not answer.</exception>
    /// <exception cref="IOException">The connection was lost.</exception>
    public async IAsyncEnumerable<LiveEntry> WatchAsync(
        IReadOnlyCollection<string>? kinds = null,
        int perSecond = 20,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RoutePath path = RoutePath.Of("v1/stream")
            .With("types", kinds is null ? null : string.Join(',', kinds))
            .With("perSecond", perSecond);
        using HttpResponseMessage response = await _api
            .RunAsync(HttpMethod.Get, path, null, false, cancellationToken).ConfigureAwait(false);
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        SseParser<LiveEntry> parser = SseParser.Create(body, Read);
        await foreach (SseItem<LiveEntry> entry in parser.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return entry.Data;
        }
    }

    private static LiveEntry Read(string kind, ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, OperationsJson.Default.LiveEntry)! with { Kind = kind };
}
