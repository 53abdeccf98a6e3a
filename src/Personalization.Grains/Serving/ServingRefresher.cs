using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Storage;
using Personalization.Engine.Models;

namespace Personalization.Grains.Serving;

/// <summary>
/// Keeps a silo's <see cref="ServingHolder"/> at the live model version and the present catalogue: told by the grains that own
/// them, and asking again on a timer in case a notice was lost. A model that cannot be read leaves the one before in force.
/// </summary>
public sealed class ServingRefresher(
    IGrainFactory grains,
    ServingHolder holder,
    IModelStore models,
    ICatalogStore catalog,
    IOptions<ServingOptions> options,
    TimeProvider time,
    ILogger<ServingRefresher> log) : BackgroundService, ICatalogObserver, IModelObserver
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private ICatalogObserver? _catalogReference;
    private IModelObserver? _modelReference;

    /// <inheritdoc/>
    public async Task OnChangedAsync(CatalogChange change)
    {
        if (!holder.TryApply(change))
        {
            await ReadCatalogAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task OnLiveChangedAsync(string? live, long revision) => LoadModelAsync(live, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _catalogReference = grains.CreateObjectReference<ICatalogObserver>(this);
        _modelReference = grains.CreateObjectReference<IModelObserver>(this);
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.Value.RefreshSeconds), time);
        do
        {
            try
            {
                await RefreshAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(error, "The model and catalogue could not be refreshed; what was loaded stays in force.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        long epoch = await grains.GetGrain<ICatalogGrain>(0).SubscribeAsync(_catalogReference!).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (epoch > holder.Current.Catalog.Epoch)
        {
            await ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        }

        ModelCatalog versions = await grains.GetGrain<IModelGrain>(0).SubscribeAsync(_modelReference!).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        await LoadModelAsync(versions.Live, cancellationToken).ConfigureAwait(false);
        holder.RefreshFallback();
        holder.MarkLoaded();
    }

    private async Task ReadCatalogAsync(CancellationToken cancellationToken)
    {
        CatalogChange change = await catalog.ReadAsync(holder.Current.Catalog.Epoch, cancellationToken).ConfigureAwait(false);
        holder.CatchUp(change);
    }

    private async Task LoadModelAsync(string? live, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (live == holder.Current.Model?.Version)
            {
                return;
            }

            holder.SetModel(live is null ? null : await ReadModelAsync(live, cancellationToken).ConfigureAwait(false));
            log.LogInformation("Serving model version {Version}.", live ?? "(none)");
        }
        finally
        {
            _ = _loading.Release();
        }
    }

    private async Task<ModelSnapshot> ReadModelAsync(string version, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files = await models.ReadAsync(version, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"Model version {version} is live but not in the model store.");
        return ModelSnapshot.Load(version, files);
    }
}
