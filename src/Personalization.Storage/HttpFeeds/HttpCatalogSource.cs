using Personalization.Abstractions.Feeds;
using Personalization.Storage.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Personalization.Storage.HttpFeeds;

/// <summary>
/// A feed over HTTP. Each page goes through the pipeline <c>feed-NAME</c>; the pages are taken together or not at all.
/// </summary>
public sealed class HttpCatalogSource : ICatalogSource, IDisposable
{
    /// <summary>
    /// Of a feed of more pages the marks are not kept: asking for each would cost as much as reading it.
    /// </summary>
    private const int MostMarks = 256;

    private readonly FeedOptions _options;
    private readonly PageClient _client;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Makes the source; calls nothing yet.</summary>
    /// <param name="name">The feed's name.</param>
    /// <param name="options">Its settings; <see cref="FeedOptions.Url"/> is set.</param>
    /// <param name="pipelines">Where its pipeline is entered.</param>
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

        return collected.Content(MostMarks);
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
                [new(path, "timeout", $"the page did not come within {_options.PageTimeoutSeconds} s.")],
                cause: late);
        }
        catch (BrokenCircuitException open)
        {
            throw new FeedFailedException(
                false,
                [new(path, "breakerOpen", "upstream failed too often and is left alone for a moment.")],
                open.RetryAfter,
                open);
        }
        catch (RateLimiterRejectedException busy)
        {
            throw new FeedFailedException(
                false, [new(path, "busy", "too many pages are being read at this moment.")], cause: busy);
        }
    }
}
