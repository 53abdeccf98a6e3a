using System.Collections.Immutable;
using Personalization.Abstractions.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>The feeds of the settings. Immutable.</summary>
public sealed class FeedRegistry(IEnumerable<ConfiguredFeed> feeds)
{
    /// <summary>All feeds by name.</summary>
    public ImmutableArray<ConfiguredFeed> All { get; } = [.. feeds.OrderBy(feed => feed.Name, StringComparer.Ordinal)];

    /// <summary>The feed of a name; null when there is none.</summary>
    public ConfiguredFeed? Find(string name) => All.FirstOrDefault(feed => feed.Name == name);

    /// <summary>The names of the other feeds of the same kind.</summary>
    public IReadOnlySet<string> OthersThan(ConfiguredFeed feed) =>
        All.Where(other => other.Kind == feed.Kind && other.Name != feed.Name).Select(other => other.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a feed says what price and stock are.</summary>
    public bool HasStock => All.Any(feed => feed.Kind == FeedKind.Stock);
}
