using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Feeds;
using Personalization.Engine.Feeds;
using Personalization.Grains.Feeds;

namespace Personalization.Benchmarks.Drill.Host;

/// <summary>
/// A feed without the items that validation would reject. The rest passes as a complete and valid feed.
/// </summary>
/// <param name="inner">The original feed.</param>
internal sealed class UncheckedSource(ICatalogSource inner) : ICatalogSource
{
    private static readonly FeedLimits NoLimits = new()
    {
        MaxShrink = 1,
        MaxPriceFactor = double.MaxValue,
        MaxPriceJumps = 1,
        RequireTotal = false,
    };

    /// <summary>Gets feeds that pass every validation.</summary>
    public static FeedRegistry Around(FeedRegistry feeds) =>
        new(feeds.All.Select(feed => feed with { Source = new UncheckedSource(feed.Source), Limits = NoLimits }));

    /// <inheritdoc/>
    public async Task<FeedContent?> ReadAsync(IReadOnlyList<FeedPageMark> known, CancellationToken cancellationToken) =>
        await inner.ReadAsync(known, cancellationToken) is { } content
            ? content with { Total = null, Elements = [.. Readable(content.Elements)] }
            : null;

    private static IEnumerable<FeedElement> Readable(IEnumerable<FeedElement> elements)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        return elements
            .Where(element => element.Item is { } item && IsValid(item, element.Path) && seen.Add(item.Id!))
            .Select(element => element with { Errors = [] });
    }

    private static bool IsValid(RawItem item, string path) => ItemValidator.Validate(item, path, []) is not null;
}
