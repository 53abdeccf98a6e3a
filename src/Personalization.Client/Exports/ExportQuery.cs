namespace Personalization.Client.Exports;

/// <summary>The contents of an export and its format.</summary>
public sealed record ExportQuery
{
    /// <summary><c>ndjson</c> (one JSON object per line, the default) or <c>csv</c>.</summary>
    public string Format { get; init; } = "ndjson";

    /// <summary>Events: the cursor of the event after which the export begins; null for the beginning.</summary>
    public string? Cursor { get; init; }

    /// <summary>Events and users: the earliest time of receipt; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Events: whether each event has a cursor. Default: false.</summary>
    public bool Cursors { get; init; }

    /// <summary>Items: a category path; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>Items: an item filter; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Items: true for items in stock, false for items out of stock, null for both.</summary>
    public bool? Available { get; init; }
}

/// <summary>A request for the lists of many users.</summary>
public sealed record ListExportQuery
{
    /// <summary>The users, 1 to 100,000; null for all users who have events.</summary>
    public IReadOnlyList<string>? UserIds { get; init; }

    /// <summary>The placement; null for the default one.</summary>
    public string? Placement { get; init; }

    /// <summary>The number of items of each list, 1 to 200; null for 10.</summary>
    public int? Count { get; init; }

    /// <summary>The filter of all lists; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>The fields of each item, for example <c>title</c>; null for none.</summary>
    public IReadOnlyList<string>? Fields { get; init; }
}
