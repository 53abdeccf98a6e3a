using System.Collections.Concurrent;
using Personalization.Abstractions.Stores;

namespace Personalization.ClusterTests.Rollouts;

/// <summary>Model artifacts in this process's memory.</summary>
internal sealed class SharedModels : IModelStore
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> _versions = new(
        StringComparer.Ordinal);

    public Task WriteAsync(
        string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        _versions[version] = files;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> ReadAsync(
        string version, CancellationToken cancellationToken) => Task.FromResult(_versions.GetValueOrDefault(version));

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. _versions.Keys]);

    public Task DeleteAsync(string version, CancellationToken cancellationToken)
    {
        _ = _versions.TryRemove(version, out _);
        return Task.CompletedTask;
    }
}
