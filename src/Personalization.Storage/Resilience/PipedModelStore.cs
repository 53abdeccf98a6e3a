using Personalization.Abstractions.Stores;
using Polly;

namespace Personalization.Storage.Resilience;

/// <summary>
/// Model store that writes through the pipeline <c>model-writing</c> and reads through <c>model-reading</c>.
/// </summary>
/// <remarks>
/// <para>Writes are retried, because a short store outage must not cost a training run. A failed try may have stored
/// the version; versions are immutable, so the next try finds and keeps it.</para>
/// <para>Reads are only limited in time: a silo that loads a version retries every few seconds itself.</para>
/// </remarks>
public sealed class PipedModelStore(IModelStore inner, Pipelines pipelines) : IModelStore
{
    /// <summary>Time limit of one try; versions can have hundreds of megabytes.</summary>
    private static readonly TimeSpan TryTimeout = TimeSpan.FromMinutes(5);

    private readonly ResiliencePipeline _reading = pipelines.Get("model-reading", TryTimeout, IsPassing, retries: 0);
    private readonly ResiliencePipeline _writing = pipelines.Get("model-writing", TryTimeout, IsPassing);

    /// <inheritdoc/>
    public async Task WriteAsync(
        string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        (bool tried, bool exists) = (false, false);
        await _writing.ExecuteAsync(
            async stop =>
            {
                exists = (await inner.ListAsync(stop).ConfigureAwait(false)).Contains(version);
                if (!exists)
                {
                    tried = true;
                    await inner.WriteAsync(version, files, stop).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (exists && !tried)
        {
            throw new IOException($"Model version '{version}' already exists; versions are immutable.");
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> ReadAsync(
        string version, CancellationToken cancellationToken) =>
        await _reading.ExecuteAsync(
            static async (call, stop) => await call.Inner.ReadAsync(call.Version, stop).ConfigureAwait(false),
            (Inner: inner, Version: version),
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        await _reading.ExecuteAsync(
            static async (store, stop) => await store.ListAsync(stop).ConfigureAwait(false),
            inner,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task DeleteAsync(string version, CancellationToken cancellationToken) =>
        await _writing.ExecuteAsync(
            static async (call, stop) => await call.Inner.DeleteAsync(call.Version, stop).ConfigureAwait(false),
            (Inner: inner, Version: version),
            cancellationToken).ConfigureAwait(false);

    private static bool IsPassing(Exception error) => error is IOException or TimeoutException;
}
