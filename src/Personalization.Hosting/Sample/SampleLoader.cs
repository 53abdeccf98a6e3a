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
/// Puts the generated shop into an empty store through the very same write path a client's events take, and has a first model trained.
/// A cluster that only comes together or a store that is busy may refuse a part of it for a moment: then it is done again.
/// </summary>
internal sealed class SampleLoader(
    IGrainFactory grains, IEventFeed events, EngineOptions options, TimeProvider time, ILogger<SampleLoader> log) : BackgroundService
{
    private const int Retries = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>What is loaded; null when the store was not empty.</summary>
    private SampleShop? _shop;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Again().ExecuteAsync(async stop => await LoadIfEmptyAsync(stop), stoppingToken);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogError(error, "The sample shop could not be loaded; the engine serves what it has.");
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
                log.LogWarning(args.Outcome.Exception, "The sample shop could not be loaded at try {Try}; again in {Pause:0.0} s.", args.AttemptNumber + 1, args.RetryDelay.TotalSeconds);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private async Task LoadIfEmptyAsync(CancellationToken cancellationToken)
    {
        if (_shop is null && await HasRoomAsync(cancellationToken))
        {
            log.LogInformation("The store is empty: generating a sample shop (Personalization:Sample=false starts empty).");

            // Until midnight, so that stores filled on one day hold the same.
            _shop = SampleShop.Generate(options.SampleSeed, new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero));
        }

        if (_shop is not null)
        {
            await LoadAsync(_shop, cancellationToken);
        }
    }

    /// <summary>
    /// The catalogue is written last, so a store without one that begins with a sample shopper is a load that was cut off: it is
    /// done again, and what was loaded already is found to be a duplicate.
    /// </summary>
    private async Task<bool> HasRoomAsync(CancellationToken cancellationToken) =>
        await grains.GetGrain<ICatalogGrain>(0).GetEpochAsync() == 0
        && (await events.ReadAllAsync(0, 1, cancellationToken)).All(record => record.UserKey.StartsWith("shopper-", StringComparison.Ordinal));

    private async Task LoadAsync(SampleShop shop, CancellationToken cancellationToken)
    {
        // One after the other: the log's order decides what a training begins with, and stores filled on one day get the same first model.
        int done = 0;
        foreach (IGrouping<UserId, UserEvent> user in shop.Events.GroupBy(happened => happened.UserId))
        {
            _ = await grains.GetGrain<IUserGrain>(UserKey.Encode(user.Key)).RecordAsync([.. user]).AsTask().WaitAsync(cancellationToken);
            if (++done % 200 == 0)
            {
                log.LogInformation("Sample shop: {Done} shoppers loaded.", done);
            }
        }

        _ = await grains.GetGrain<ICatalogGrain>(0).PutAsync([.. shop.Items]);
        log.LogInformation("Sample shop: {Items} products, {Users} shoppers, {Events} events. Training a first model.", shop.Items.Count, done, shop.Events.Count);
        _ = await grains.GetGrain<IModelGrain>(0).TrainAsync(null);
    }
}
