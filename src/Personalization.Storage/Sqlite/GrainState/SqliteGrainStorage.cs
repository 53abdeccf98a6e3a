using System.Text.Json;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.GrainState;

/// <summary>Grain states in the embedded store, committed in the same groups as events.</summary>
/// <remarks>
/// Rows are keyed by state name and grain id. A write without an etag inserts the row. A write with an etag replaces
/// the row that has this etag. All other cases throw <see cref="InconsistentStateException"/>. Clearing deletes the
/// row. Etags are never reused, so a row that was deleted and created again has a different etag.
/// </remarks>
public sealed class SqliteGrainStorage(
    SqliteStore store, IGrainStorageSerializer serializer, IActivatorProvider activators) : IGrainStorage
{
    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        StoredState? stored = await store.ReadAsync(
            StateQueries.Read, (stateName, grainId.ToString()), cancellationToken).ConfigureAwait(false);
        T? state = stored is null ? default : Decode<T>(stored.Payload);
        grainState.State = state ?? activators.GetActivator<T>().Create();
        grainState.ETag = stored is null ? null : StateQueries.EtagText(stored.Etag);
        grainState.RecordExists = stored is not null;
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> payload = serializer.Serialize(grainState.State).ToMemory();
        StateWrite write = new(stateName, grainId.ToString(), grainState.ETag, payload);
        StateOutcome outcome = await store.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        ThrowOnConflict(outcome, "write", stateName, grainId, grainState.ETag);
        grainState.ETag = StateQueries.EtagText(outcome.Etag);
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        StateClear clear = new(stateName, grainId.ToString(), grainState.ETag);
        StateOutcome outcome = await store.WriteAsync(clear, cancellationToken).ConfigureAwait(false);
        ThrowOnConflict(outcome, "clear", stateName, grainId, grainState.ETag);
        grainState.State = activators.GetActivator<T>().Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private T? Decode<T>(byte[] payload)
    {
        try
        {
            return serializer.Deserialize<T>(new BinaryData(payload));
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            store.Condition.Report("a stored grain state is not readable");
            throw;
        }
    }

    private static void ThrowOnConflict(
        StateOutcome outcome, string verb, string stateName, GrainId grainId, string? etag)
    {
        if (outcome.IsConflict)
        {
            string? stored = outcome.Etag == 0 ? null : StateQueries.EtagText(outcome.Etag);
            throw new InconsistentStateException(
                $"Cannot {verb} state '{stateName}' of {grainId}: another activation changed it (stored etag "
                    + $"{stored ?? "none"}, own etag {etag ?? "none"}).", stored, etag);
        }
    }
}
