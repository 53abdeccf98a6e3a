using Personalization.Abstractions.Stores;
using Polly;

namespace Personalization.Storage.Resilience;

/// <summary>
/// A model store whose writes go through the pipeline <c>model-writing</c>: a store that is away for a moment must not
/// cost a training. (A try that failed may have stored the version all the same; it is never changed, so the next try
/// finds it and leaves it.) A silo that loads a version asks by itself every few seconds, so reads are not repeated
/// here; the pipeline <c>model-reading</c> bounds them.
/// </summary>
public sealed class PipedModelStore(IModelStore inner, Pipelines pipelines) : IModelStore
{
    /// <summary>How long one try may take: versions have hundreds of megabytes.</summary>
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
            throw new IOException($"Model version '{version}' exists already; versions are immutable.");
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
