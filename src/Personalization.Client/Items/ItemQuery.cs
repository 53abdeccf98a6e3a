namespace Personalization.Client.Items;

/// <summary>A search in the catalog.</summary>
public sealed record ItemQuery
{
    /// <summary>Words of the title or the id; null for all items.</summary>
    public string? Text { get; init; }

    /// <summary>A category or category path; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>A filter expression, for example <c>price &lt;= 200</c>; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>True for items in stock, false for the others, null for all.</summary>
    public bool? Available { get; init; }

    /// <summary>The cursor of the previous page; null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The number of items of a page; null for the default of the API.</summary>
    public int? Count { get; init; }
}

/// <summary>A page of the catalog.</summary>
public sealed record ItemPage
{
    /// <summary>The items.</summary>
    public IReadOnlyList<Item> Items { get; init => field = value ?? []; } = [];

    /// <summary>The cursor of the next page; null on the last page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The number of all items that match; null when the API did not count.</summary>
    public long? Total { get; init; }
}

/// <summary>The items of a batch.</summary>
public sealed record ItemBatch
{
    /// <summary>The items found.</summary>
    public IReadOnlyList<Item> Items { get; init => field = value ?? []; } = [];

    /// <summary>The ids without an item.</summary>
    public IReadOnlyList<string> Missing { get; init => field = value ?? []; } = [];
}
