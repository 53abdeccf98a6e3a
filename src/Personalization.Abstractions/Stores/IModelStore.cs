namespace Personalization.Abstractions.Stores;

/// <summary>Holds the artifacts of model versions: named files, immutable once the version is complete.</summary>
public interface IModelStore
{
    /// <summary>Stores a whole version; a reader sees all of it or nothing.</summary>
    /// <param name="version">The version's name: 1 to 64 characters of <c>[a-z0-9-]</c>.</param>
    /// <param name="files">Contents by file name (<c>[a-z0-9.-]</c>).</param>
    /// <param name="cancellationToken">Gives up; nothing is visible then.</param>
    /// <exception cref="IOException">The version exists, or the store failed.</exception>
    Task WriteAsync(string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken);

    /// <summary>Reads a whole version; null when there is none.</summary>
    /// <exception cref="InvalidDataException">A file's checksum does not match: the version must not be served.</exception>
    Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> ReadAsync(string version, CancellationToken cancellationToken);

    /// <summary>The names of all complete versions, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a version; does nothing when there is none.</summary>
    Task DeleteAsync(string version, CancellationToken cancellationToken);
}
