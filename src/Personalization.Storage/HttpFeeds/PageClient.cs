using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Personalization.Storage.HttpFeeds;

/// <summary>
/// Requests one page over HTTP without retries. Requests are conditional and compressed, with a size limit.
/// </summary>
/// <remarks>Redirects are not followed, because they would send the key to another server.</remarks>
internal sealed class PageClient(FeedOptions options, TimeProvider time) : IDisposable
{
    private const int ReadBytes = 64 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Requests a page.</summary>
    /// <param name="url">URL of the page.</param>
    /// <param name="etag">Entity tag of the known version; null for an unconditional request.</param>
    /// <param name="cancellationToken">Cancels the operation, also while the body is read.</param>
    /// <returns>The page; null if it still matches <paramref name="etag"/>.</returns>
    /// <exception cref="PageFailedException">The request failed.</exception>
    public async Task<FetchedPage?> GetAsync(Uri url, string? etag, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (options.Key is { } key)
        {
            _ = request.Headers.TryAddWithoutValidation(options.Header, key);
        }

        if (etag is not null)
        {
            _ = request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }

        try
        {
            using HttpResponseMessage response = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotModified && etag is not null)
            {
                return null;
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Refusal(response);
            }

            return new FetchedPage(
                await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false),
                response.Headers.ETag?.ToString());
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException or InvalidDataException
            || error is IOException and not PageFailedException)
        {
            throw new PageFailedException(
                "unreachable", $"the page could not be fetched: {error.Message}", isPassing: true, cause: error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        Stream body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            ArrayBufferWriter<byte> bytes = new();
            while (true)
            {
                int read = await body.ReadAsync(bytes.GetMemory(ReadBytes), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return bytes.WrittenMemory;
                }

                bytes.Advance(read);
                if (bytes.WrittenCount > options.MaxPageBytes)
                {
                    throw new PageFailedException(
                        "tooLarge", $"the page has more than {options.MaxPageBytes} bytes.", isPassing: false);
                }
            }
        }
    }

    private PageFailedException Refusal(HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        bool isPassing = status is 408 or 429 or >= 500;
        TimeSpan? retryAfter = response.Headers.RetryAfter switch
        {
            { Delta: { } wait } => wait,
            { Date: { } until } => until - time.GetUtcNow(),
            _ => null,
        };
        string hint = status is >= 300 and < 400
            ? $" Redirects are not followed: set the feed's Url to '{response.Headers.Location}'."
            : string.Empty;
        string message = string.Create(CultureInfo.InvariantCulture, $"upstream answered {status}.{hint}");
        return new PageFailedException(
            $"status{status}", message, isPassing, retryAfter is { } pause && pause > TimeSpan.Zero ? pause : null);
    }
}

/// <summary>A page's bytes and its entity tag.</summary>
internal sealed record FetchedPage(ReadOnlyMemory<byte> Body, string? ETag);
