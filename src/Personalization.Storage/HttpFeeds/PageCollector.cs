using Personalization.Abstractions.Feeds;

namespace Personalization.Storage.HttpFeeds;

/// <summary>Collects the pages of a feed and finds the URL of each next page, within the feed's limits.</summary>
internal sealed class PageCollector(FeedOptions options)
{
    private readonly List<FeedElement> _elements = [];
    private readonly List<FeedPageMark> _tags = [];
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private int? _total;
    private long _bytes;
    private bool _allHaveTags = true;

    /// <summary>Starts the next page.</summary>
    /// <returns>The page number, from 1.</returns>
    /// <exception cref="FeedFailedException">There are too many pages, or the page was already visited.</exception>
    public int Start(Uri url)
    {
        if (!_visited.Add(url.AbsoluteUri))
        {
            throw Invalid("next", "loop", "the next page was already visited.");
        }

        return _visited.Count <= options.MaxPages
            ? _visited.Count
            : throw Invalid("next", "tooLarge", $"the feed has more than {options.MaxPages} pages.");
    }

    /// <summary>Adds a page.</summary>
    /// <returns>URL of the next page; null after the last page.</returns>
    /// <exception cref="FeedFailedException">The pages are inconsistent or exceed a limit.</exception>
    public Uri? Add(FetchedPage fetched, Uri url, FeedPage page)
    {
        _elements.AddRange(page.Elements);
        _bytes += fetched.Body.Length;
        if (_elements.Count > options.MaxItems || _bytes > options.MaxBytes)
        {
            throw Invalid(
                "items", "tooLarge", $"the feed has more than {options.MaxItems} items or {options.MaxBytes} bytes.");
        }

        if (page.Total is { } total && _total is { } before && total != before)
        {
            throw Invalid(
                "total",
                "inconsistent",
                $"earlier pages declare {before} items but this page declares {total}: "
                    + "the feed changed while it was read.");
        }

        _total ??= page.Total;
        _allHaveTags &= fetched.ETag is not null;
        _tags.Add(new FeedPageMark(url.AbsoluteUri, fetched.ETag ?? string.Empty));
        return Next(url, page);
    }

    /// <summary>Gets the complete feed.</summary>
    public FeedContent Content(int maxTags) =>
        new() { Elements = _elements, Total = _total, Marks = _allHaveTags && _tags.Count <= maxTags ? _tags : [] };

    private Uri? Next(Uri url, FeedPage page)
    {
        if (page.NextCursor is { } cursor && page.Next is null)
        {
            UriBuilder at = new(options.Url!);
            at.Query =
                $"{(at.Query.Length > 1 ? at.Query[1..] + "&" : string.Empty)}cursor={Uri.EscapeDataString(cursor)}";
            return at.Uri;
        }

        if (page.Next is null)
        {
            return null;
        }

        // The key must not be sent to a server that the settings do not name.
        return Uri.TryCreate(url, page.Next, out Uri? next)
            && next.GetLeftPart(UriPartial.Authority) == options.Url!.GetLeftPart(UriPartial.Authority)
            ? next
            : throw Invalid("next", "foreign", $"must be on the feed's own server but was '{page.Next}'.");
    }

    private FeedFailedException Invalid(string field, string code, string message) =>
        new(isContent: true, [new($"page {_visited.Count} $.{field}", code, message)]);
}
