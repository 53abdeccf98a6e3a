using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Fallback;

/// <summary>
/// Refreshes the API's copy of the popular list. While the engine does not answer, the last copy stays.
/// </summary>
internal sealed class FallbackRefresher(
    IGrainFactory grains, FallbackLists lists, TimeProvider time, ApiOptions options, ILogger<FallbackRefresher> log)
    : BackgroundService
{
    private const int Count = 200;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The refresh period while the API has no popular items to fall back on.</summary>
    private static readonly TimeSpan WhileUnknown = TimeSpan.FromSeconds(0.5);

    private bool _failing;

    /// <summary>Refreshes the copy once.</summary>
    public async Task RefreshAsync(CancellationToken stopping)
    {
        IItemListsGrain silo = grains.GetGrain<IItemListsGrain>(0);
        RecommendationList popular = await WithTimeout(silo.PopularAsync(Count, null).AsTask(), stopping);
        if (popular.Items.IsDefaultOrEmpty)
        {
            // An engine without items has answered, so the API is ready for the first event.
            lists.Last ??= new FallbackList(popular, []);
            return;
        }

        ImmutableArray<CatalogItem?> facts = await WithTimeout(
            silo.ItemsAsync([.. popular.Items.Select(item => item.ItemId)]).AsTask(), stopping);
        ImmutableArray<FallbackItem> items =
        [.. popular.Items.Zip(facts, (item, fact) => new FallbackItem(item, fact))];
        lists.Last = new FallbackList(popular, items);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.FallbackRefreshSeconds), time);
        do
        {
            await TryRefreshAsync(stoppingToken);
            timer.Period = lists.Last is { Items.IsEmpty: false, Source.FallbackLevel: < FallbackLevel.Static }
                ? TimeSpan.FromSeconds(options.FallbackRefreshSeconds)
                : WhileUnknown;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryRefreshAsync(CancellationToken stopping)
    {
        try
        {
            await RefreshAsync(stopping);
            _failing = false;
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            if (!_failing)
            {
                log.LogWarning(
                    error,
                    "Failed to refresh the popular list; serving the last copy.");
            }

            _failing = true;
        }
    }

    private Task<T> WithTimeout<T>(Task<T> call, CancellationToken stopping) => call.WaitAsync(Timeout, time, stopping);
}
