using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Feeds;

/// <summary>The complete content of a feed, not validated yet.</summary>
public sealed record FeedContent
{
    /// <summary>The elements of all pages, in order.</summary>
    public required IReadOnlyList<FeedElement> Elements { get; init; }

    /// <summary>The number of elements that the feed reports; null when the feed does not report it.</summary>
    public required long? Total { get; init; }

    /// <summary>The entity tags of the pages; empty when the feed sends none.</summary>
    public IReadOnlyList<FeedPageMark> Marks { get; init; } = [];
}

/// <summary>One element of a feed as received.</summary>
/// <param name="Path">The position of the element, such as <c>page 3 $.items[17]</c>.</param>
/// <param name="Item">The fields that could be read; null when the element is not an object.</param>
/// <param name="Errors">The errors of fields that could not be read.</param>
public readonly record struct FeedElement(string Path, RawItem? Item, IReadOnlyList<ValidationError> Errors);

/// <summary>The entity tag of a feed's page at the last pull.</summary>
/// <param name="Url">The page's URL.</param>
/// <param name="ETag">The page's entity tag.</param>
/// <remarks>The next pull sends the tag to learn whether the page has changed.</remarks>
public sealed record FeedPageMark(string Url, string ETag);
