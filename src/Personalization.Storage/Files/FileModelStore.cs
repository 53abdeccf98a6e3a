using System.Collections.Immutable;
using Personalization.Abstractions.Stores;

namespace Personalization.Storage.Files;

/// <summary>
/// Model versions in folders. A version is written to a hidden folder, flushed and renamed into place, so readers see
/// it complete or not at all, even after a power failure. Every read checks each file against its SHA-256 checksum.
/// </summary>
public sealed class FileModelStore : IModelStore
{
    private readonly string _root;

    /// <summary>Opens the folder, creates it if missing, and deletes leftovers of an earlier crash.</summary>
    public FileModelStore(string path)
    {
        _root = Path.GetFullPath(path);
        _ = Directory.CreateDirectory(_root);
        ScratchFolder.CleanUp(_root);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(
        string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        ModelNames.CheckVersion(version);
        ModelNames.CheckFiles(files.Keys);
        RefuseExisting(version);
        using ScratchFolder scratch = ScratchFolder.Reserve(_root);
        _ = Directory.CreateDirectory(scratch.Path);
        foreach ((string name, ReadOnlyMemory<byte> content) in files)
        {
            await DurableFile.WriteAsync(
                Path.Combine(scratch.Path, name), content, cancellationToken).ConfigureAwait(false);
        }

        await DurableFile.WriteAsync(
            Path.Combine(scratch.Path, ChecksumFile.Name),
            ChecksumFile.Write(files),
            cancellationToken).ConfigureAwait(false);
        DurableFile.FlushFolder(scratch.Path);
        cancellationToken.ThrowIfCancellationRequested();

        // The rename fails if another writer of the same version was faster, because a folder with files is never
        // replaced.
        Directory.Move(scratch.Path, FolderOf(version));
        DurableFile.FlushFolder(_root);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> ReadAsync(
        string version, CancellationToken cancellationToken)
    {
        ModelNames.CheckVersion(version);
        string folder = FolderOf(version);
        try
        {
            return await ReadFilesAsync(version, folder, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // The version was deleted or never existed. A folder that exists without one of its files is corrupt.
            return Directory.Exists(folder)
                ? throw new InvalidDataException($"Model version '{version}' is corrupt: {error.Message}", error)
                : null;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<string> versions =
        [.. Directory.EnumerateDirectories(_root).Select(folder => Path.GetFileName(folder))
            .Where(ModelNames.IsVersion).Order(StringComparer.Ordinal)];
        return Task.FromResult(versions);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string version, CancellationToken cancellationToken)
    {
        ModelNames.CheckVersion(version);
        cancellationToken.ThrowIfCancellationRequested();
        using ScratchFolder scratch = ScratchFolder.Reserve(_root);
        try
        {
            Directory.Move(FolderOf(version), scratch.Path);
            DurableFile.FlushFolder(_root);
        }
        catch (DirectoryNotFoundException)
        {
            // The version does not exist, so there is nothing to delete.
        }

        return Task.CompletedTask;
    }

    private static async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadFilesAsync(
        string version, string folder, CancellationToken cancellationToken)
    {
        byte[] list = await File.ReadAllBytesAsync(
            Path.Combine(folder, ChecksumFile.Name), cancellationToken).ConfigureAwait(false);
        ImmutableDictionary<string, ReadOnlyMemory<byte>>.Builder files =
            ImmutableDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach ((string name, string hash) in ChecksumFile.Read(version, list))
        {
            byte[] content = await File.ReadAllBytesAsync(
                Path.Combine(folder, name), cancellationToken).ConfigureAwait(false);
            files[name] = ChecksumFile.HashOf(content) == hash
                ? content
                : throw new InvalidDataException(
                    $"Model version '{version}' is corrupt: {name} does not match its checksum.");
        }

        return files.ToImmutable();
    }

    private void RefuseExisting(string version)
    {
        if (Directory.Exists(FolderOf(version)))
        {
            throw new IOException($"Model version '{version}' already exists; versions are immutable.");
        }
    }

    private string FolderOf(string version) => Path.Combine(_root, version);
}
