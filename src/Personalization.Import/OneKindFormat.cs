namespace Personalization.Import;

/// <summary>A format whose file has lines of one kind.</summary>
/// <param name="kind">The kind of the lines.</param>
internal abstract class OneKindFormat(ImportKind kind) : IImportFormat
{
    /// <summary>The kind of the lines.</summary>
    protected ImportKind Kind => kind;

    /// <inheritdoc/>
    public IAsyncEnumerable<ImportLine> ReadEventsAsync(string file, CancellationToken cancellationToken) =>
        kind == ImportKind.Events ? ReadAsync(file, cancellationToken) : AsyncEnumerable.Empty<ImportLine>();

    /// <inheritdoc/>
    public IAsyncEnumerable<ImportLine> ReadItemsAsync(string file, CancellationToken cancellationToken) =>
        kind == ImportKind.Items ? ReadAsync(file, cancellationToken) : AsyncEnumerable.Empty<ImportLine>();

    /// <inheritdoc/>
    public IAsyncEnumerable<ImportLine> ReadUsersAsync(string file, CancellationToken cancellationToken) =>
        kind == ImportKind.Users ? ReadAsync(file, cancellationToken) : AsyncEnumerable.Empty<ImportLine>();

    /// <summary>Returns the lines of a file in file order, and rejects for unreadable lines.</summary>
    protected abstract IAsyncEnumerable<ImportLine> ReadAsync(string file, CancellationToken cancellationToken);
}
