using System.Collections.Immutable;
using Personalization.Abstractions.Stores;

namespace Personalization.Storage.Files;

/// <summary>
/// Model versions in folders. A version is put together in a hidden folder, flushed, and renamed into place: a reader
/// sees all of it or nothing, also after a power loss. Every file is checked against its SHA-256 whenever it is read.
/// </summary>
public sealed class FileModelStore : IModelStore
{
    private readonly string _root;

    /// <summary>Opens the folder, makes it when missing, and deletes what an earlier crash left behind.</summary>
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

        // The rename fails when another writer of the same version was faster: a folder with files in it is never
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
            // Deleted meanwhile, or never there; a folder that stays without one of its files is damaged.
            return Directory.Exists(folder)
                ? throw new InvalidDataException($"Model version '{version}' is damaged: {error.Message}", error)
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
            // There is none, as wished.
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
                    $"Model version '{version}' is damaged: {name} does not match its checksum.");
        }

        return files.ToImmutable();
    }

    private void RefuseExisting(string version)
    {
        if (Directory.Exists(FolderOf(version)))
        {
            throw new IOException($"Model version '{version}' exists already; versions are immutable.");
        }
    }

    private string FolderOf(string version) => Path.Combine(_root, version);
}
