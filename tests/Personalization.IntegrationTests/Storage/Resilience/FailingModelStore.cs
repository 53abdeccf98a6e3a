using Personalization.Abstractions.Stores;

namespace Personalization.IntegrationTests.Storage.Resilience;

/// <summary>A real store behind a connection whose first writes fail before or after the store executes them.</summary>
internal sealed class FailingModelStore(IModelStore inner, int failures, bool isStored) : IModelStore
{
    public int Writes { get; private set; }

    public async Task WriteAsync(
        string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        Writes++;
        bool fails = Writes <= failures;
        if (!fails || isStored)
        {
            await inner.WriteAsync(version, files, cancellationToken);
        }

        if (fails)
        {
            throw new IOException("away");
        }
    }

    public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> ReadAsync(
        string version, CancellationToken cancellationToken) => inner.ReadAsync(version, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        inner.ListAsync(cancellationToken);

    public Task DeleteAsync(string version, CancellationToken cancellationToken) =>
        inner.DeleteAsync(version, cancellationToken);
}
