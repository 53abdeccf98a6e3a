namespace Personalization.Import;

/// <summary>Reads one input format.</summary>
internal interface IImportFormat
{
    /// <summary>
    /// Returns the events of a file in file order, and rejects for unreadable lines. Skips headers and blank lines.
    /// </summary>
    IAsyncEnumerable<ImportLine> ReadEventsAsync(string file, CancellationToken cancellationToken);

    /// <summary>Returns the catalog items of the file or next to it; empty for most formats.</summary>
    IAsyncEnumerable<ImportLine> ReadItemsAsync(string file, CancellationToken cancellationToken);

    /// <summary>Returns the preferences and merges of users in the file; empty for most formats.</summary>
    IAsyncEnumerable<ImportLine> ReadUsersAsync(string file, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<ImportLine>();
}
