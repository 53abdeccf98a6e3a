namespace Personalization.Abstractions.Stores;

/// <summary>Stores the artifacts of model versions: named files, immutable once a version is complete.</summary>
public interface IModelStore
{
    /// <summary>Stores a complete version. Readers see all of it or nothing.</summary>
    /// <param name="version">The version's name: 1 to 64 characters of <c>[a-z0-9-]</c>.</param>
    /// <param name="files">The contents by file name (<c>[a-z0-9.-]</c>).</param>
    /// <param name="cancellationToken">Cancels the operation; nothing is visible then.</param>
    /// <exception cref="IOException">The version already exists, or the store failed.</exception>
    Task WriteAsync(
        string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken);

    /// <summary>Reads a complete version; null when it does not exist.</summary>
    /// <exception cref="InvalidDataException">A file's checksum does not match. The version must not serve.</exception>
    Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> ReadAsync(
        string version, CancellationToken cancellationToken);

    /// <summary>Lists the names of all complete versions in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a version. Does nothing when it does not exist.</summary>
    Task DeleteAsync(string version, CancellationToken cancellationToken);
}
