using Orleans.Storage;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure;

/// <summary>
/// The official grain storage with the failures that the engine's callers know: a call is bounded in time, a failure of
/// the service is an <see cref="IOException"/>, and a conflict is an <see cref="InconsistentStateException"/> with both
/// etags.
/// </summary>
/// <remarks>
/// <para>The official storage skips a clear without an etag. An insert whose answer was lost leaves its caller without
/// an etag and the state in the table. A user who is forgotten then would leave a row behind, so the etag is read
/// first.</para>
/// <para>The official exception for a conflict is a type that a process of the version before cannot read. Its message
/// holds the grain's id, which may be a user's. So the exception is replaced.</para>
/// </remarks>
internal sealed class BoundedGrainStorage(IGrainStorage official, AzureCalls calls) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        calls.RunAsync(token => official.ReadStateAsync(stateName, grainId, grainState, token), cancellationToken);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        try
        {
            await calls.RunAsync(
                token => official.WriteStateAsync(stateName, grainId, grainState, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (InconsistentStateException conflict)
        {
            throw await ConflictAsync(stateName, grainId, grainState, conflict, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        // A copy, so that a clear that fails leaves the caller without an etag that it never read.
        GrainState<T> cleared = new(grainState.State, grainState.ETag);
        if (cleared.ETag is null)
        {
            await ReadStateAsync(stateName, grainId, cleared, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await calls.RunAsync(
                token => official.ClearStateAsync(stateName, grainId, cleared, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (InconsistentStateException conflict)
        {
            throw await ConflictAsync(stateName, grainId, grainState, conflict, cancellationToken)
                .ConfigureAwait(false);
        }

        (grainState.State, grainState.ETag, grainState.RecordExists) = (cleared.State, null, false);
    }

    /// <summary>The exception that ends the activation. The stored etag is read for its message alone.</summary>
    private async Task<InconsistentStateException> ConflictAsync<T>(
        string stateName,
        GrainId grainId,
        IGrainState<T> mine,
        InconsistentStateException conflict,
        CancellationToken cancellationToken)
    {
        GrainState<T> stored = new();
        await ReadStateAsync(stateName, grainId, stored, cancellationToken).ConfigureAwait(false);
        return new InconsistentStateException(
            $"Another activation changed the state '{stateName}' "
                + $"(stored etag {stored.ETag ?? "none"}, own etag {mine.ETag ?? "none"}).",
            stored.ETag,
            mine.ETag,
            conflict.InnerException);
    }
}
