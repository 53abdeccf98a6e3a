using Personalization.Abstractions.Feeds;

namespace Personalization.Storage.HttpFeeds;

/// <summary>Puts pages together and finds the way from one to the next, within the feed's limits.</summary>
internal sealed class PageCollector(FeedOptions options)
{
    private readonly List<FeedElement> _elements = [];
    private readonly List<FeedPageMark> _marks = [];
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private int? _total;
    private long _bytes;
    private bool _isMarked = true;

    /// <summary>Enters the next page.</summary>
    /// <returns>Its number, from 1.</returns>
    /// <exception cref="FeedFailedException">There are too many, or it was there before.</exception>
    public int Start(Uri url)
    {
        if (!_visited.Add(url.AbsoluteUri))
        {
            throw Wrong("next", "loop", "the pages go round in a circle.");
        }

        return _visited.Count <= options.MaxPages
            ? _visited.Count
            : throw Wrong("next", "tooLarge", $"the feed has more than {options.MaxPages} pages.");
    }

    /// <summary>Takes a page.</summary>
    /// <returns>The address of the next; null after the last.</returns>
    /// <exception cref="FeedFailedException">The pages do not fit together, or there is too much of them.</exception>
    public Uri? Add(FetchedPage fetched, Uri url, FeedPage page)
    {
        _elements.AddRange(page.Elements);
        _bytes += fetched.Body.Length;
        if (_elements.Count > options.MaxItems || _bytes > options.MaxBytes)
        {
            throw Wrong(
                "items", "tooLarge", $"the feed has more than {options.MaxItems} items or {options.MaxBytes} bytes.");
        }

        if (page.Total is { } total && _total is { } before && total != before)
        {
            throw Wrong("total", "inconsistent", $"the pages before say the feed has {before} items, this one says "
                + $"{total}: it changed while it was read.");
        }

        _total ??= page.Total;
        _isMarked &= fetched.ETag is not null;
        _marks.Add(new FeedPageMark(url.AbsoluteUri, fetched.ETag ?? string.Empty));
        return Next(url, page);
    }

    /// <summary>The whole feed.</summary>
    public FeedContent Content(int mostMarks) =>
        new() { Elements = _elements, Total = _total, Marks = _isMarked && _marks.Count <= mostMarks ? _marks : [] };

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

        // the key must not be carried to a server the settings do not name
        return Uri.TryCreate(url, page.Next, out Uri? next)
            && next.GetLeftPart(UriPartial.Authority) == options.Url!.GetLeftPart(UriPartial.Authority)
            ? next
            : throw Wrong("next", "foreign", $"'{page.Next}' is no address on the feed's own server.");
    }

    private FeedFailedException Wrong(string field, string code, string message) =>
        new(isContent: true, [new($"page {_visited.Count} $.{field}", code, message)]);
}
