using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Storage;
using Personalization.Grains;

namespace Personalization.ClusterTests.Rollouts;

/// <summary>
/// Grain state in this process's memory, which survives the silos. The engine's own serializer writes it.
/// </summary>
internal sealed class SharedState : IGrainStorage
{
    private readonly GrainStateSerializer _serializer = new();
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), (BinaryData Data, string ETag)> _rows = new();
    private long _writes;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_rows.TryGetValue((stateName, grainId), out (BinaryData Data, string ETag) row))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (
                _serializer.Deserialize<T>(row.Data), row.ETag, true);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string etag = Interlocked.Increment(ref _writes).ToString(CultureInfo.InvariantCulture);
        BinaryData data = _serializer.Serialize(grainState.State);
        bool written = grainState.ETag is { } known
            ? _rows.TryGetValue((stateName, grainId), out (BinaryData Data, string ETag) row)
                && row.ETag == known
                && _rows.TryUpdate((stateName, grainId), (data, etag), row)
            : _rows.TryAdd((stateName, grainId), (data, etag));
        if (!written)
        {
            throw new InconsistentStateException($"{grainId} was written by another activation.");
        }

        (grainState.ETag, grainState.RecordExists) = (etag, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _ = _rows.TryRemove((stateName, grainId), out _);
        return Task.CompletedTask;
    }
}
