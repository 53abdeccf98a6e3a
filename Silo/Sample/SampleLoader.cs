using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Storage;
using Personalization.Abstractions.Users;
using Personalization.Silo.Settings;

namespace Personalization.Silo.Sample;

/// <summary>Puts the generated shop into an empty store through the very same write path a client's events take, and has a first model trained.</summary>
internal sealed class SampleLoader(
    IGrainFactory grains, IEventLog events, EngineOptions options, TimeProvider time, ILogger<SampleLoader> log) : BackgroundService
{
    private const int UsersAtOnce = 64;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await HasRoomAsync(stoppingToken))
            {
                await LoadAsync(stoppingToken);
            }
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogError(error, "The sample shop could not be loaded; the engine serves what it has.");
        }
    }

    /// <summary>
    /// The catalogue is written last, so a store without one that begins with a sample shopper is a load that was cut off: it is
    /// done again, and what was loaded already is found to be a duplicate.
    /// </summary>
    private async Task<bool> HasRoomAsync(CancellationToken cancellationToken) =>
        await grains.GetGrain<ICatalogGrain>(0).GetEpochAsync() == 0
        && (await events.ReadAllAsync(0, 1, cancellationToken)).All(record => record.UserKey.StartsWith("shopper-", StringComparison.Ordinal));

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        log.LogInformation("The store is empty: generating a sample shop (Personalization:Sample=false starts empty).");
        SampleShop shop = SampleShop.Generate(options.SampleSeed, time.GetUtcNow());
        List<IGrouping<UserId, UserEvent>> users = [.. shop.Events.GroupBy(done => done.UserId)];
        int done = 0;
        await Parallel.ForEachAsync(users, new ParallelOptions { MaxDegreeOfParallelism = UsersAtOnce, CancellationToken = cancellationToken }, async (user, stop) =>
        {
            _ = await grains.GetGrain<IUserGrain>(UserKey.Encode(user.Key)).RecordAsync([.. user]).AsTask().WaitAsync(stop);
            if (Interlocked.Increment(ref done) is int count && count % 200 == 0)
            {
                log.LogInformation("Sample shop: {Done} of {Users} shoppers loaded.", count, users.Count);
            }
        });
        _ = await grains.GetGrain<ICatalogGrain>(0).PutAsync([.. shop.Items]);
        log.LogInformation("Sample shop: {Items} products, {Users} shoppers, {Events} events. Training a first model.", shop.Items.Count, users.Count, users.Sum(user => user.Count()));
        _ = await grains.GetGrain<IModelGrain>(0).TrainAsync(null);
    }
}
