using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Stores;
using Personalization.Engine.Models;

namespace Personalization.Grains.Serving;

/// <summary>Loads model versions, and selects the version that serves when the live one cannot be read.</summary>
/// <remarks>
/// A damaged or missing version is passed over at once. Other errors, such as a store that does not answer, are thrown
/// at first, because a retry can cure them. One caller at a time.
/// </remarks>
internal sealed class ModelLoader(IModelStore models, TimeProvider time, ILogger log)
{
    /// <summary>The number of failed reads after which any error counts as damage.</summary>
    private const int MostFailures = 3;

    /// <summary>How long a version that cannot be read is not read again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset ReadAgainAt)> _unreadable =
        new(StringComparer.Ordinal);

    /// <summary>
    /// Returns the model that serves: the live version, else the previous one, else the newest that passed its gate;
    /// null when there is no live version or none can be read.
    /// </summary>
    /// <param name="versions">The published versions.</param>
    /// <param name="loaded">Returns a version that is in memory; null for other versions.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ModelSnapshot?> LoadBestAsync(
        ModelCatalog versions, Func<string, ModelSnapshot?> loaded, CancellationToken cancellationToken)
    {
        foreach (string version in versions.Live is null ? [] : InOrder(versions))
        {
            if (loaded(version) is { } model)
            {
                return model;
            }

            if (await TryLoadAsync(version, cancellationToken).ConfigureAwait(false) is { } read)
            {
                return read;
            }
        }

        return null;
    }

    /// <summary>Reads a version; null when it cannot be read.</summary>
    public async Task<ModelSnapshot?> TryLoadAsync(string version, CancellationToken cancellationToken)
    {
        (int failures, DateTimeOffset readAgainAt) = _unreadable.GetValueOrDefault(version);
        if (time.GetUtcNow() < readAgainAt)
        {
            return null;
        }

        try
        {
            ModelSnapshot model = await LoadAsync(version, cancellationToken).ConfigureAwait(false);
            _ = _unreadable.TryRemove(version, out _);
            return model;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            bool isDamaged = error is InvalidDataException || failures + 1 >= MostFailures;
            _unreadable[version] = (failures + 1, isDamaged ? time.GetUtcNow() + Pause : default);
            if (!isDamaged)
            {
                throw;
            }

            log.LogError(
                error,
                "Failed to read model version {Version}; another version or the popular items serve in its place.",
                version);
            return null;
        }
    }

    private static IEnumerable<string> InOrder(ModelCatalog versions) =>
        new[] { versions.Live, versions.Previous }
            .OfType<string>()
            .Concat(versions.Versions
                .Where(version => version.Report.Passed
                    && version.Status is not (ModelVersionStatus.RolledBack or ModelVersionStatus.Refused))
                .Select(version => version.Version))
            .Distinct(StringComparer.Ordinal);

    private async Task<ModelSnapshot> LoadAsync(string version, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files =
            await models.ReadAsync(version, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidDataException(
                    $"Model version {version} is published but missing in the model store.");
        return ModelSnapshot.Load(version, files);
    }
}
