namespace Personalization.Client.Api.Import;

/// <summary>Reads one input format.</summary>
internal interface IImportFormat
{
    /// <summary>
    /// Returns the events of a file in file order, and rejects for unreadable lines. Skips headers and blank lines.
    /// </summary>
    IAsyncEnumerable<ImportLine> ReadEventsAsync(string file, CancellationToken cancellationToken);

    /// <summary>Returns the catalog items next to the file; empty for most formats.</summary>
    IAsyncEnumerable<ImportLine> ReadItemsAsync(string file, CancellationToken cancellationToken);
}
