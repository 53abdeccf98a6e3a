namespace Personalization.Abstractions.Feeds;

/// <summary>What an upstream feed says.</summary>
public enum FeedKind
{
    /// <summary>Whole items: what the feed does not name any more leaves the catalogue.</summary>
    Catalog = 0,

    /// <summary>Stock and price of items that are in the catalogue; what the feed does not name keeps what it has.</summary>
    Stock = 1,
}
