using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Personalization.Storage.Azure;

/// <summary>
/// Grain states in a table, in the layout of the official Azure table storage, so that either can read what the other wrote (with the
/// same serializer). Without an etag a write inserts; with one it replaces what has this etag; anything else is an
/// <see cref="InconsistentStateException"/>. Clearing deletes the row. A state has at most 960 KiB.
/// </summary>
/// <remarks>As in the official layout <c>/ \ # ?</c> in keys become <c>_</c>: encode ids from outside first, as <see cref="Abstractions.Identity.UserKey"/> does.</remarks>
internal sealed class AzureGrainStorage(
    AzureStore store, IOptions<ClusterOptions> cluster, IGrainStorageSerializer serializer, IActivatorProvider activators) : IGrainStorage
{
    private const int MaxKeyLength = 512;

    private readonly TableClient _table = store.Tables.GetTableClient(store.Options.GrainStateTable);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        TableEntity? row = await ReadAsync(stateName, grainId, cancellationToken).ConfigureAwait(false);
        BinaryData? data = row is null ? null
            : BinaryColumns.Read(row) is { } bytes ? new BinaryData(bytes)
            : BinaryColumns.ReadText(row) is { } text ? new BinaryData(text)
            : null;
        T? state = data is null ? default : serializer.Deserialize<T>(data);
        grainState.State = state ?? activators.GetActivator<T>().Create();

        // A row without data is how the official storage clears: no record, but its etag is needed to write again.
        grainState.ETag = row?.ETag.ToString();
        grainState.RecordExists = data is not null;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        TableEntity row = Row(stateName, grainId);
        BinaryColumns.Write(row, serializer.Serialize(grainState.State).ToMemory());
        string? etag = grainState.ETag;
        try
        {
            Response response = await store.Calls.RunAsync(
                token => etag is null ? _table.AddEntityAsync(row, token) : _table.UpdateEntityAsync(row, new ETag(etag), TableUpdateMode.Replace, token),
                cancellationToken).ConfigureAwait(false);
            grainState.ETag = response.Headers.ETag!.Value.ToString();
            grainState.RecordExists = true;
        }
        catch (RequestFailedException error) when (AzureCalls.IsConflict(error))
        {
            throw await ConflictAsync("write", stateName, grainId, etag, error, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        TableEntity row = Row(stateName, grainId);
        string? etag = grainState.ETag;
        try
        {
            Response response = await store.Calls.RunAsync(
                token => _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, etag is null ? ETag.All : new ETag(etag), token), cancellationToken).ConfigureAwait(false);
            if (response.Status == 404 && etag is not null)
            {
                throw await ConflictAsync("clear", stateName, grainId, etag, null, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (RequestFailedException error) when (AzureCalls.IsConflict(error))
        {
            throw await ConflictAsync("clear", stateName, grainId, etag, error, cancellationToken).ConfigureAwait(false);
        }

        grainState.State = activators.GetActivator<T>().Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static string Key(string text)
    {
        string key = text.Replace('/', '_').Replace('\\', '_').Replace('#', '_').Replace('?', '_');
        return key.Length <= MaxKeyLength && !key.Any(char.IsControl)
            ? key
            : throw new ArgumentException($"A key must have at most {MaxKeyLength} characters and no control characters, is '{text}'.", nameof(text));
    }

    private TableEntity Row(string stateName, GrainId grainId) => new(Key($"{cluster.Value.ServiceId}_{grainId}"), Key(stateName));

    private async Task<TableEntity?> ReadAsync(string stateName, GrainId grainId, CancellationToken cancellationToken)
    {
        TableEntity row = Row(stateName, grainId);
        NullableResponse<TableEntity> response = await store.Calls.RunAsync(
            token => _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: token), cancellationToken).ConfigureAwait(false);
        return response.HasValue ? response.Value : null;
    }

    /// <summary>The exception that drops the activation. It tells what is stored; that is read for the message alone.</summary>
    private async Task<InconsistentStateException> ConflictAsync(
        string verb, string stateName, GrainId grainId, string? etag, Exception? cause, CancellationToken cancellationToken)
    {
        string? stored = (await ReadAsync(stateName, grainId, cancellationToken).ConfigureAwait(false))?.ETag.ToString();
        return new InconsistentStateException(
            $"Cannot {verb} state '{stateName}' of {grainId}: it was changed by another activation (stored etag {stored ?? "none"}, own etag {etag ?? "none"}).",
            stored, etag, cause);
    }
}
