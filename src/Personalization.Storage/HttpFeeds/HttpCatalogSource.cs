using Personalization.Abstractions.Feeds;
using Personalization.Storage.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Personalization.Storage.HttpFeeds;

/// <summary>
/// Catalog feed over HTTP. Each page request uses the pipeline <c>feed-NAME</c>. Either all pages are accepted or none.
/// </summary>
public sealed class HttpCatalogSource : ICatalogSource, IDisposable
{
    /// <summary>
    /// Maximum number of pages whose entity tags are stored. For longer feeds a conditional request per page would cost
    /// as much as reading the feed.
    /// </summary>
    private const int MaxStoredTags = 256;

    private readonly FeedOptions _options;
    private readonly PageClient _client;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Creates the source without calling upstream.</summary>
    /// <param name="name">Name of the feed.</param>
    /// <param name="options">Settings of the feed; <see cref="FeedOptions.Url"/> must be set.</param>
    /// <param name="pipelines">Registry that the feed's pipeline is added to.</param>
    /// <param name="time">The clock.</param>
    public HttpCatalogSource(string name, FeedOptions options, Pipelines pipelines, TimeProvider time)
    {
        _options = options;
        _client = new PageClient(options, time);
        _pipeline = pipelines.Get(
            $"feed-{name}",
            TimeSpan.FromSeconds(options.PageTimeoutSeconds),
            error => error is PageFailedException { IsPassing: true });
    }

    /// <inheritdoc/>
    public async Task<FeedContent?> ReadAsync(IReadOnlyList<FeedPageMark> known, CancellationToken cancellationToken)
    {
        FetchedPage? first = null;
        if (known.Count > 0 && known[0].Url == _options.Url!.AbsoluteUri)
        {
            int unchanged = 0;
            while (unchanged < known.Count)
            {
                FetchedPage? changed = await GetAsync(
                    unchanged + 1,
                    new Uri(known[unchanged].Url),
                    known[unchanged].ETag,
                    cancellationToken).ConfigureAwait(false);
                if (changed is not null)
                {
                    first = unchanged == 0 ? changed : null;
                    break;
                }

                unchanged++;
            }

            if (unchanged == known.Count)
            {
                return null;
            }
        }

        return await ReadPagesAsync(first, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<FeedContent> ReadPagesAsync(FetchedPage? first, CancellationToken cancellationToken)
    {
        PageCollector collected = new(_options);
        Uri? url = _options.Url;
        while (url is not null)
        {
            int number = collected.Start(url);
            FetchedPage fetched = number == 1 && first is not null
                ? first
                : (await GetAsync(number, url, etag: null, cancellationToken).ConfigureAwait(false))!;
            url = collected.Add(fetched, url, FeedPageReader.Read(fetched.Body.Span, number, _options.Kind));
        }

        return collected.Content(MaxStoredTags);
    }

    private async Task<FetchedPage?> GetAsync(int number, Uri url, string? etag, CancellationToken cancellationToken)
    {
        string path = $"page {number}";
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (call, stop) => await call.Client.GetAsync(
                    call.Url, call.ETag, stop).ConfigureAwait(false),
                (Client: _client, Url: url, ETag: etag), cancellationToken).ConfigureAwait(false);
        }
        catch (PageFailedException failed)
        {
            throw new FeedFailedException(
                failed.Code == "tooLarge", [new(path, failed.Code, failed.Message)], failed.RetryAfter, failed);
        }
        catch (TimeoutRejectedException late)
        {
            throw new FeedFailedException(
                false,
                [new(path, "timeout", $"the page did not arrive within {_options.PageTimeoutSeconds} s.")],
                cause: late);
        }
        catch (BrokenCircuitException open)
        {
            throw new FeedFailedException(
                false,
                [new(path, "breakerOpen", "upstream failed too often; its circuit breaker is open.")],
                open.RetryAfter,
                open);
        }
        catch (RateLimiterRejectedException busy)
        {
            throw new FeedFailedException(
                false, [new(path, "busy", "too many page requests are in progress.")], cause: busy);
        }
    }
}
