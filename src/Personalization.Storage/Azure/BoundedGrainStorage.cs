using Orleans.Storage;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure;

/// <summary>
/// Wraps Orleans' Azure grain storage: each call has a time limit, a service failure becomes an
/// <see cref="IOException"/>, and a conflict becomes an <see cref="InconsistentStateException"/> with both etags.
/// </summary>
/// <remarks>
/// <para>The provider ignores a clear without an etag. When the answer to an insert is lost, the row exists but the
/// caller has no etag. Forgetting that user would then leave the row behind, so a clear without an etag first reads the
/// stored one.</para>
/// <para>The previous engine version cannot deserialize the provider's conflict exception. Its message also contains
/// the grain id, which may be a user id. Both are reasons to replace it.</para>
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
        // Work on a copy: a failed clear must not give the caller an etag that it never read.
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

    /// <summary>Creates the exception that ends the activation. The stored etag is read only for the message.</summary>
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
