using Personalization.Abstractions.Stores;

namespace Personalization.Hosting.Faults;

/// <summary>A model store that reads no version while the fault <see cref="Fault.LostModel"/> is present.</summary>
internal sealed class LostModelStore(IModelStore inner, FaultSwitches faults) : IModelStore
{
    /// <inheritdoc/>
    public Task WriteAsync(
        string version,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files,
        CancellationToken cancellationToken) => inner.WriteAsync(version, files, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> ReadAsync(
        string version, CancellationToken cancellationToken) => faults.IsOn(Fault.LostModel)
            ? throw new InvalidDataException($"The fault lostModel hides model version {version}.")
            : inner.ReadAsync(version, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        inner.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string version, CancellationToken cancellationToken) =>
        inner.DeleteAsync(version, cancellationToken);
}
