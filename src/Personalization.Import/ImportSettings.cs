namespace Personalization.Import;

/// <summary>The options of an import.</summary>
internal sealed record ImportSettings
{
    /// <summary>The full path of the input file.</summary>
    public required string File { get; init; }

    /// <summary>A name of <see cref="ImportFormats.Names"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The kind of the lines of the file.</summary>
    public ImportKind Kind { get; init; }

    /// <summary>CSV: the columns by field name; null if the header has the names of fields.</summary>
    public IReadOnlyDictionary<string, string>? Columns { get; init; }

    /// <summary>CSV: event types of the engine by the types of the file; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Types { get; init; }

    /// <summary>
    /// The API's address. Null for the default address if an API answers there, else an engine started for the import.
    /// </summary>
    public Uri? Url { get; init; }

    /// <summary>The API key; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>The path of the file for rejected lines and their reasons.</summary>
    public required string Rejects { get; init; }

    /// <summary>The path of the checkpoint file.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Events per request, 1 to 1,000.</summary>
    public int Batch { get; init; } = 500;

    /// <summary>Parallel requests, 1 to 64.</summary>
    public int Parallel { get; init; } = 4;
}

/// <summary>The kind of the lines of a file.</summary>
internal enum ImportKind
{
    /// <summary>Events.</summary>
    Events = 0,

    /// <summary>Items of the catalog.</summary>
    Items = 1,

    /// <summary>Stated preferences and merges of users.</summary>
    Users = 2,
}
