using System.Collections.Immutable;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.Files;

namespace Personalization.Storage.Azure.Models;

/// <summary>Model versions in blob storage.</summary>
/// <remarks>
/// Files are stored at <c>versions/{version}/{attempt}/{file}</c>. The list <c>versions/{version}/checksums.sha256</c>
/// names the valid attempt. It is written last and only if it does not exist. A version is therefore complete or
/// absent, and only one of several concurrent writers succeeds without touching the files of the others. Every read
/// checks each file against its SHA-256 checksum.
/// </remarks>
public sealed class AzureModelStore : IModelStore
{
    private const string Root = "versions/";
    private const string AttemptKey = "attempt";
    private const int AttemptBytes = 12;

    private readonly AzureStore _store;
    private readonly BlobContainerClient _container;

    internal AzureModelStore(AzureStore store) => (_store, _container) = (store, store.Models);

    /// <inheritdoc/>
    public async Task WriteAsync(
        string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        ModelNames.CheckVersion(version);
        ModelNames.CheckFiles(files.Keys);
        if (await ReadListAsync(version, cancellationToken).ConfigureAwait(false) is not null)
        {
            throw Exists(version);
        }

        string attempt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(AttemptBytes));
        try
        {
            foreach ((string name, ReadOnlyMemory<byte> content) in files)
            {
                await UploadAsync(
                    $"{Root}{version}/{attempt}/{name}",
                    content,
                    new BlobUploadOptions(),
                    cancellationToken).ConfigureAwait(false);
            }

            await CommitAsync(version, attempt, ChecksumFile.Write(files), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await AbandonAsync(version, attempt).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> ReadAsync(
        string version, CancellationToken cancellationToken)
    {
        ModelNames.CheckVersion(version);
        if (await ReadListAsync(version, cancellationToken).ConfigureAwait(false) is not { } list)
        {
            return null;
        }

        ImmutableDictionary<string, ReadOnlyMemory<byte>>.Builder files =
            ImmutableDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach ((string name, string hash) in ChecksumFile.Read(version, list.Content))
        {
            byte[]? content = (await DownloadAsync(
                $"{Root}{version}/{list.Attempt}/{name}", cancellationToken).ConfigureAwait(false))?.Content;
            if (content is null
                && (await ReadListAsync(version, cancellationToken).ConfigureAwait(false))?.Attempt != list.Attempt)
            {
                // The version was deleted in the meantime.
                return null;
            }

            files[name] = content is not null && ChecksumFile.HashOf(content) == hash
                ? content
                : throw new InvalidDataException($"Model version '{version}' is corrupt: {name} "
                    + $"{(content is null ? "is missing" : "does not match its checksum")}.");
        }

        return files.ToImmutable();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        List<string> blobs = await ListBlobsAsync(Root, cancellationToken).ConfigureAwait(false);
        return [.. blobs.Where(name => name.EndsWith('/' + ChecksumFile.Name)).Select(name => name.Split('/')[1])
            .Where(ModelNames.IsVersion).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string version, CancellationToken cancellationToken)
    {
        ModelNames.CheckVersion(version);
        if (await ReadListAsync(version, cancellationToken).ConfigureAwait(false) is { } list)
        {
            // Delete the list first. After a crash, the remaining files are not visible to readers.
            _ = await DeleteBlobAsync(ListName(version), cancellationToken).ConfigureAwait(false);
            await DeleteFilesAsync(version, list.Attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string ListName(string version) => $"{Root}{version}/{ChecksumFile.Name}";

    private static IOException Exists(string version) =>
        new($"Model version '{version}' already exists; versions are immutable.");

    private async Task CommitAsync(string version, string attempt, byte[] list, CancellationToken cancellationToken)
    {
        BlobUploadOptions onlyIfNone = new()
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            Metadata = new Dictionary<string, string> { [AttemptKey] = attempt },
        };
        try
        {
            await UploadAsync(ListName(version), list, onlyIfNone, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (AzureCalls.IsConflict(error))
        {
            // A retry of a write whose answer was lost finds its own list.
            if ((await ReadListAsync(version, cancellationToken).ConfigureAwait(false))?.Attempt != attempt)
            {
                throw Exists(version);
            }
        }
    }

    /// <summary>Deletes the files of a failed attempt, unless its list was stored.</summary>
    private async Task AbandonAsync(string version, string attempt)
    {
        try
        {
            if ((await ReadListAsync(version, CancellationToken.None).ConfigureAwait(false))?.Attempt != attempt)
            {
                await DeleteFilesAsync(version, attempt, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or RequestFailedException)
        {
            // The caller must see the failure of the write. Files without a list are not visible to readers.
        }
    }

    private async Task<(string Attempt, byte[] Content)?> ReadListAsync(
        string version, CancellationToken cancellationToken) =>
        await DownloadAsync(ListName(version), cancellationToken).ConfigureAwait(false) is { } blob
            ? (blob.Metadata.TryGetValue(AttemptKey, out string? attempt) ? attempt : string.Empty, blob.Content)
            : null;

    private async Task<(byte[] Content, IDictionary<string, string> Metadata)?> DownloadAsync(
        string name, CancellationToken cancellationToken)
    {
        try
        {
            // No limit on the whole upload, because large files take long; the client drops a stalled connection.
            Response<BlobDownloadResult> blob = await _container.GetBlobClient(name).DownloadContentAsync(
                cancellationToken).ConfigureAwait(false);
            return (blob.Value.Content.ToArray(), blob.Value.Details.Metadata);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException)
        {
            throw new IOException($"Azure storage failed: {error.Message}", error);
        }
    }

    private async Task UploadAsync(
        string name, ReadOnlyMemory<byte> content, BlobUploadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            _ = await _container.GetBlobClient(name).UploadAsync(
                new BinaryData(content), options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is AggregateException
            || (error is RequestFailedException refused && !AzureCalls.IsConflict(refused)))
        {
            throw new IOException($"Azure storage failed: {error.Message}", error);
        }
    }

    private Task<Response<bool>> DeleteBlobAsync(string name, CancellationToken cancellationToken) =>
        _store.Calls.RunAsync(
            token => _container.DeleteBlobIfExistsAsync(name, cancellationToken: token), cancellationToken);

    private async Task DeleteFilesAsync(string version, string attempt, CancellationToken cancellationToken)
    {
        foreach (string name in await ListBlobsAsync(
            $"{Root}{version}/{attempt}/", cancellationToken).ConfigureAwait(false))
        {
            _ = await DeleteBlobAsync(name, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<List<string>> ListBlobsAsync(string prefix, CancellationToken cancellationToken) =>
        _store.Calls.RunAsync(
            async token =>
            {
                List<string> names = [];
                await foreach (BlobItem blob in _container.GetBlobsAsync(
                    BlobTraits.None, BlobStates.None, prefix, token).ConfigureAwait(false))
                {
                    names.Add(blob.Name);
                }

                return names;
            },
            cancellationToken);
}
