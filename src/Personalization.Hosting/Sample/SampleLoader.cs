using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Users;
using Personalization.Hosting.Settings;
using Polly;
using Polly.Retry;

namespace Personalization.Hosting.Sample;

/// <summary>
/// Loads the generated shop into an empty store, through the write path of client events, and starts a first training.
/// </summary>
/// <remarks>
/// A cluster that is starting or a busy store may refuse a part for a moment. The load is then repeated.
/// </remarks>
internal sealed class SampleLoader(
    IGrainFactory grains, IEventFeed events, EngineOptions options, TimeProvider time, ILogger<SampleLoader> log)
    : BackgroundService
{
    private const int Retries = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>The shop that is loaded; null when the store was not empty.</summary>
    private SampleShop? _shop;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Again().ExecuteAsync(async stop => await LoadIfEmptyAsync(stop), stoppingToken);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogError(error, "Failed to load the sample shop; serving without it.");
        }
    }

    private ResiliencePipeline Again() => new ResiliencePipelineBuilder { Name = "sample", TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstPause,
            MaxDelay = LongestPause,
            OnRetry = args =>
            {
                log.LogWarning(
                    args.Outcome.Exception,
                    "Failed to load the sample shop at attempt {Attempt}; retrying in {Pause:0.0} s.",
                    args.AttemptNumber + 1,
                    args.RetryDelay.TotalSeconds);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private async Task LoadIfEmptyAsync(CancellationToken cancellationToken)
    {
        if (_shop is null && await HasRoomAsync(cancellationToken))
        {
            log.LogInformation(
                "Generating a sample shop, because the store is empty (Personalization:Sample=false starts empty).");

            // The month ends at midnight, so that stores filled on the same day have the same content.
            _shop = SampleShop.Generate(
                options.SampleSeed, new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero));
        }

        if (_shop is not null)
        {
            await LoadAsync(_shop, cancellationToken);
        }
    }

    /// <summary>Whether the store is empty or has an interrupted load.</summary>
    /// <remarks>
    /// The products are written first, so that lists have items from the first second, and the last product is written
    /// after the events. A store that begins with a sample shopper and lacks the last product is an interrupted load.
    /// The load is repeated, and events loaded before are duplicates.
    /// </remarks>
    private async Task<bool> HasRoomAsync(CancellationToken cancellationToken)
    {
        ICatalogGrain catalog = grains.GetGrain<ICatalogGrain>(0);
        long epoch = await catalog.GetEpochAsync();
        return (epoch == 0 || (epoch == 1 && await IsPartAsync(catalog)))
            && (await events.ReadAllAsync(0, 1, cancellationToken)).All(
                record => record.UserKey.StartsWith("shopper-", StringComparison.Ordinal));
    }

    /// <summary>Whether the catalog has the sample products except the last one.</summary>
    private async Task<bool> IsPartAsync(ICatalogGrain catalog)
    {
        ImmutableArray<SampleProduct> products = SampleCatalog.Generate(options.SampleSeed, time.GetUtcNow()).Products;
        return await catalog.GetAsync(products[^1].Id) is null
            && await catalog.GetAsync(products[0].Id) is { } first
            && first.Title == products[0].ToItem().Title;
    }

    private async Task LoadAsync(SampleShop shop, CancellationToken cancellationToken)
    {
        ICatalogGrain catalog = grains.GetGrain<ICatalogGrain>(0);
        _ = await catalog.PutAsync([.. shop.Items.SkipLast(1)]);

        // One user after the other: a training depends on the order of the log, and stores filled on the same day get
        // the same first model.
        int done = 0;
        foreach (IGrouping<UserId, UserEvent> user in shop.Events.GroupBy(happened => happened.UserId))
        {
            _ = await grains.GetGrain<IUserGrain>(UserKey.Encode(user.Key))
                .RecordAsync([.. user], cancellationToken)
                .AsTask()
                .WaitAsync(cancellationToken);
            if (++done % 200 == 0)
            {
                log.LogInformation("Loaded {Done} sample shoppers.", done);
            }
        }

        _ = await catalog.PutAsync([shop.Items[^1]]);
        log.LogInformation(
            "Loaded the sample shop: {Items} products, {Users} shoppers, {Events} events. Training a first model.",
            shop.Items.Count,
            done,
            shop.Events.Count);
        _ = await grains.GetGrain<IModelGrain>(0).TrainAsync(null);
    }
}
