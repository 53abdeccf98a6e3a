namespace Personalization.Abstractions.Recommendations;

/// <summary>A validated query for items of the catalog. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ItemBrowseQuery")]
public sealed record ItemBrowseQuery
{
    /// <summary>
    /// The words to find, separated by spaces. Each must begin a word of the title or the id. Ignores case. Null for
    /// all items.
    /// </summary>
    [Id(0)]
    public string? Words { get; init; }

    /// <summary>The category path that the items must lie in; null for all categories.</summary>
    [Id(1)]
    public string? Category { get; init; }

    /// <summary>The filter; null for all items.</summary>
    [Id(2)]
    public ItemFilter? Filter { get; init; }

    /// <summary>Whether the items must be in stock (true) or out of stock (false); null for both.</summary>
    [Id(3)]
    public bool? Available { get; init; }

    /// <summary>The id after which the page begins, ordinal; null for the first page.</summary>
    [Id(4)]
    public string? After { get; init; }

    /// <summary>The most items of the page, 1 to 500.</summary>
    [Id(5)]
    public int Count { get; init; } = 20;
}
