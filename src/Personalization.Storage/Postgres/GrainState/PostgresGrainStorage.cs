using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Personalization.Storage.GroupCommit;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.Schema;

namespace Personalization.Storage.Postgres.GrainState;

/// <summary>Grain states in a PostgreSQL database, committed in groups.</summary>
/// <remarks>
/// Rows are keyed by state name and grain id. A write without an etag inserts the row. A write with an etag replaces
/// the row that has this etag. All other cases throw <see cref="InconsistentStateException"/>. Clearing deletes the
/// row. Etags are never reused, so a row that was deleted and created again has a different etag. A state has at most
/// <see cref="MaxBytes"/> bytes.
/// </remarks>
public sealed class PostgresGrainStorage : IGrainStorage, IAsyncDisposable
{
    /// <summary>Maximum number of bytes in a serialized state.</summary>
    public const int MaxBytes = 64 << 20;

    private readonly PostgresDatabase _database;
    private readonly IGrainStorageSerializer _serializer;
    private readonly IActivatorProvider _activators;
    private readonly GroupCommit<StateWrite> _writer;

    /// <summary>Creates the storage in a database that <see cref="PostgresSchema"/> has migrated.</summary>
    public PostgresGrainStorage(
        PostgresDatabase database,
        IGrainStorageSerializer serializer,
        IActivatorProvider activators,
        ILogger<PostgresGrainStorage> logger)
    {
        _database = database;
        _serializer = serializer;
        _activators = activators;
        _writer = new GroupCommit<StateWrite>(CommitAsync, database.GroupLimits, logger);
    }

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        (string name, string id) = Key(stateName, grainId);
        StoredState? stored = await _database.ReadAsync(
            (connection, token) => StateQueries.ReadAsync(connection, name, id, token),
            cancellationToken).ConfigureAwait(false);
        T? state = stored is null ? default : _serializer.Deserialize<T>(new BinaryData(stored.Payload));
        grainState.State = state ?? _activators.GetActivator<T>().Create();
        grainState.ETag = stored?.Etag.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = stored is not null;
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        (string name, string id) = Key(stateName, grainId);
        byte[] payload = _serializer.Serialize(grainState.State).ToArray();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxBytes, nameof(grainState));
        StateWrite write = new(name, id, StateOutcome.Parse(grainState.ETag), payload);
        StateOutcome outcome = await _writer.SubmitAsync<StateWrite, StateOutcome>(
            write, cancellationToken).ConfigureAwait(false);
        ThrowOnConflict(outcome, "write", stateName, grainId, grainState.ETag);
        grainState.ETag = outcome.EtagText;
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        (string name, string id) = Key(stateName, grainId);
        long etag = StateOutcome.Parse(grainState.ETag);
        StateOutcome outcome = await _database.WriteAsync(
            (connection, token) => StateQueries.ClearAsync(connection, name, id, etag, token),
            cancellationToken).ConfigureAwait(false);
        ThrowOnConflict(outcome, "clear", stateName, grainId, grainState.ETag);
        grainState.State = _activators.GetActivator<T>().Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    /// <summary>Commits all queued writes.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private Task<int> CommitAsync(IReadOnlyList<StateWrite> writes) =>
        _database.WriteAsync(
            (connection, token) => StateBatch.RunAsync(connection, writes, token), CancellationToken.None);

    private static (string StateName, string GrainId) Key(string stateName, GrainId grainId) =>
        (PostgresText.Check(stateName, nameof(stateName)), PostgresText.Check(grainId.ToString(), nameof(grainId)));

    private static void ThrowOnConflict(
        StateOutcome outcome, string verb, string stateName, GrainId grainId, string? etag)
    {
        if (outcome.IsConflict)
        {
            throw new InconsistentStateException(
                $"Cannot {verb} state '{stateName}' of {grainId}: another activation changed it (stored etag "
                    + $"{outcome.EtagText ?? "none"}, own etag {etag ?? "none"}).",
                outcome.EtagText, etag);
        }
    }
}
