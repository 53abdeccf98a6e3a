using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Stores;
using Personalization.Engine.Models;

namespace Personalization.Grains.Serving;

/// <summary>
/// Keeps a silo's <see cref="ServingHolder"/> at the published model versions and the current catalog, and its
/// <see cref="ExperimentHolder"/> at the current experiments.
/// </summary>
/// <remarks>
/// The owning grains notify the silo. A timer asks again in case a notice was lost. If the live model cannot be read,
/// <see cref="ModelLoader"/> selects another one. A pinned model that cannot be read is skipped, and the live one
/// serves in its place.
/// </remarks>
public sealed class ServingRefresher(
    IGrainFactory grains,
    ServingHolder holder,
    ExperimentHolder experiments,
    RewardHolder rewards,
    PlacementPolicies policies,
    IModelStore models,
    ICatalogStore catalog,
    IOptions<ServingOptions> options,
    TimeProvider time,
    ILogger<ServingRefresher> log)
    : BackgroundService, ICatalogObserver, IModelObserver, IExperimentsObserver, IMerchandisingObserver
{
    /// <summary>The time limit of the popular items. A silo that exceeds it keeps the known ones.</summary>
    private static readonly TimeSpan PopularTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly ModelLoader _models = new(models, time, log);
    private ICatalogObserver? _catalogReference;
    private IModelObserver? _modelReference;
    private IExperimentsObserver? _experimentsReference;
    private IMerchandisingObserver? _rulesReference;

    /// <inheritdoc/>
    public async Task OnChangedAsync(CatalogChange change)
    {
        if (!holder.TryApply(change))
        {
            await ReadCatalogAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task OnMovedAsync(long epoch) =>
        epoch > holder.Current.Catalog.Epoch ? ReadCatalogAsync(CancellationToken.None) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task OnLiveChangedAsync(string? live, long revision) =>
        LoadModelsAsync(new ModelCatalog(
            live,
            null,
            holder.Versions?.Versions ?? [],
            holder.Versions?.Training ?? new TrainingStatus(false, "none", 0, null, null),
            revision), CancellationToken.None);

    /// <inheritdoc/>
    public Task OnPublishedAsync(ModelCatalog versions) => LoadModelsAsync(versions, CancellationToken.None);

    /// <inheritdoc/>
    public Task OnChangedAsync(ExperimentCatalog catalog)
    {
        experiments.Set(catalog);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OnMerchandisingAsync(MerchandisingBoard board)
    {
        if (policies.Set(board) && !policies.Rules.Unreadable.IsEmpty)
        {
            log.LogWarning(
                "Rules {Rules} cannot be read by this version and are not applied.",
                string.Join(", ", policies.Rules.Unreadable));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _catalogReference = grains.CreateObjectReference<ICatalogObserver>(this);
        _modelReference = grains.CreateObjectReference<IModelObserver>(this);
        _experimentsReference = grains.CreateObjectReference<IExperimentsObserver>(this);
        _rulesReference = grains.CreateObjectReference<IMerchandisingObserver>(this);
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.Value.RefreshSeconds), time);
        do
        {
            try
            {
                await RefreshAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error)
                when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(error, "Failed to refresh the model and the catalog; serving what was loaded before.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await RefreshRulesAsync(cancellationToken).ConfigureAwait(false);

        // Experiments come first: a model can take long to load, and outcomes must count from the start.
        await RefreshExperimentsAsync(cancellationToken).ConfigureAwait(false);
        long epoch = await grains.GetGrain<ICatalogGrain>(0)
            .SubscribeAsync(_catalogReference!)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        if (epoch > holder.Current.Catalog.Epoch)
        {
            await ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        }

        await RefreshPopularAsync(cancellationToken).ConfigureAwait(false);
        ModelCatalog versions = await grains.GetGrain<IModelGrain>(0)
            .SubscribeAsync(_modelReference!)
            .AsTask()
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        await LoadModelsAsync(versions, cancellationToken).ConfigureAwait(false);
        holder.RefreshFallback();
        holder.RefreshFilters();
        holder.MarkChecked(time.GetUtcNow());
    }

    /// <summary>Refreshes rules and placements. A failure must not keep the silo from its model.</summary>
    private async Task RefreshRulesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await OnMerchandisingAsync(await grains.GetGrain<IMerchandisingGrain>(0)
                .SubscribeAsync(_rulesReference!)
                .AsTask()
                .WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "Failed to refresh the merchandising rules; serving with the known ones.");
        }
    }

    /// <summary>Refreshes the counted popular items. A failure must not keep the silo from its model.</summary>
    private async Task RefreshPopularAsync(CancellationToken cancellationToken)
    {
        try
        {
            IPopularityGrain counts = grains.GetGrain<IPopularityGrain>(0);
            if (await counts.GetAsync(holder.PopularRevision)
                .AsTask()
                .WaitAsync(PopularTimeout, time, cancellationToken).ConfigureAwait(false) is { } popular)
            {
                holder.SetPopular(popular);
                holder.RefreshFallback();
            }

            if (await counts.TrendingAsync(holder.TrendingRevision)
                .AsTask()
                .WaitAsync(PopularTimeout, time, cancellationToken).ConfigureAwait(false) is { } trending)
            {
                holder.SetTrending(trending);
                holder.RefreshFallback();
            }
        }
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "Failed to refresh the popular items; serving with the known ones.");
        }
    }

    /// <summary>Refreshes experiments and rewards. A failure must not keep the silo from its model.</summary>
    private async Task RefreshExperimentsAsync(CancellationToken cancellationToken)
    {
        try
        {
            experiments.Set(await grains.GetGrain<IExperimentsGrain>(0)
                .SubscribeAsync(_experimentsReference!)
                .AsTask()
                .WaitAsync(cancellationToken).ConfigureAwait(false));
            if (experiments.Current.Measured.Count > 0)
            {
                await grains.GetGrain<IExperimentResultsGrain>(0)
                    .KeepRunningAsync()
                    .AsTask()
                    .WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            if ((policies.AnyExplores || experiments.Current.AnyExplores)
                && await grains.GetGrain<IExplorationGrain>(0)
                    .GetAsync(rewards.Revision)
                    .AsTask()
                    .WaitAsync(cancellationToken).ConfigureAwait(false) is { } learned)
            {
                rewards.Set(learned);
            }
        }
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "Failed to refresh the experiments; serving with the known ones.");
        }
    }

    private async Task ReadCatalogAsync(CancellationToken cancellationToken)
    {
        CatalogChange change = await catalog.ReadAsync(
            holder.Current.Catalog.Epoch, cancellationToken).ConfigureAwait(false);
        holder.CatchUp(change);
    }

    /// <summary>
    /// Loads the published versions that are not loaded. Ignores versions older than the known revision: a notice can
    /// overtake an answer.
    /// </summary>
    private async Task LoadModelsAsync(ModelCatalog versions, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (holder.Versions?.Revision > versions.Revision)
            {
                return;
            }

            ModelSnapshot? live = await _models.LoadBestAsync(
                versions, holder.Find, cancellationToken).ConfigureAwait(false);
            List<ModelSnapshot> pinned = [];
            foreach (ModelVersion other in versions.Versions.Where(
                known => known.Held && known.Version != live?.Version))
            {
                if ((holder.Find(other.Version)
                    ?? await TryReadModelAsync(other.Version, cancellationToken).ConfigureAwait(false)) is { } model)
                {
                    pinned.Add(model);
                }
            }

            holder.SetVersions(versions);
            if (!ReferenceEquals(live, holder.Current.Model)
                || !pinned.TrueForAll(model => holder.Find(model.Version) is not null)
                || holder.PinnedCount != pinned.Count)
            {
                holder.SetModel(live, pinned);
                log.LogInformation(
                    "Serving model version {Version}; pinned: {Pinned}.",
                    live?.Version ?? "(none)",
                    pinned.Count == 0 ? "none" : string.Join(", ", pinned.Select(model => model.Version)));
            }
        }
        finally
        {
            _ = _loading.Release();
        }
    }

    private async Task<ModelSnapshot?> TryReadModelAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            return await _models.TryLoadAsync(version, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "Failed to read pinned model version {Version}; retrying.", version);
            return null;
        }
    }
}
