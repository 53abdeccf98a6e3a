namespace Personalization.Client.Api.Import;

/// <summary>Reads one kind of file.</summary>
internal interface IImportFormat
{
    /// <summary>
    /// The events of a file in its order, and the lines that are none. Headers and blank lines give nothing.
    /// </summary>
    IAsyncEnumerable<ImportLine> ReadEventsAsync(string file, CancellationToken cancellationToken);

    /// <summary>The items that lie beside the file; none for most formats.</summary>
    IAsyncEnumerable<ImportLine> ReadItemsAsync(string file, CancellationToken cancellationToken);
}
