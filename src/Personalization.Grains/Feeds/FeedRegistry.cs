using System.Collections.Immutable;
using Personalization.Abstractions.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>The configured feeds. Immutable.</summary>
public sealed class FeedRegistry(IEnumerable<ConfiguredFeed> feeds)
{
    /// <summary>All feeds, ordered by name.</summary>
    public ImmutableArray<ConfiguredFeed> All { get; } = [.. feeds.OrderBy(feed => feed.Name, StringComparer.Ordinal)];

    /// <summary>Finds a feed by name; null when there is none.</summary>
    public ConfiguredFeed? Find(string name) => All.FirstOrDefault(feed => feed.Name == name);

    /// <summary>The names of the other feeds of the same kind.</summary>
    public IReadOnlySet<string> OthersThan(ConfiguredFeed feed) =>
        All.Where(other => other.Kind == feed.Kind && other.Name != feed.Name)
            .Select(other => other.Name)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a stock feed sets prices and stock.</summary>
    public bool HasStock => All.Any(feed => feed.Kind == FeedKind.Stock);
}
