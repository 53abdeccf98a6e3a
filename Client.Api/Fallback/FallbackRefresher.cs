using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Fallback;

/// <summary>
/// Renews the API's copy of the popular list; while the engine does not answer, the last good one stays.
/// </summary>
internal sealed class FallbackRefresher(
    IGrainFactory grains, FallbackLists lists, TimeProvider time, ApiOptions options, ILogger<FallbackRefresher> log)
    : BackgroundService
{
    private const int Count = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A server without any list to fall back on is in a hurry to have one.</summary>
    private static readonly TimeSpan WhileEmpty = TimeSpan.FromSeconds(0.5);

    private bool _failing;

    /// <summary>Renews the copy once.</summary>
    public async Task RefreshAsync(CancellationToken stopping)
    {
        IItemListsGrain silo = grains.GetGrain<IItemListsGrain>(0);
        RecommendationList popular = await Bounded(silo.PopularAsync(Count, null).AsTask(), stopping);
        if (popular.Items.IsDefaultOrEmpty)
        {
            // an engine that knows no items has answered, and is ready for its first event
            lists.Last ??= new FallbackList(popular, []);
            return;
        }

        ImmutableArray<CatalogItem?> facts = await Bounded(
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
            timer.Period = lists.Last is { Items.IsEmpty: false }
                ? TimeSpan.FromSeconds(options.FallbackRefreshSeconds)
                : WhileEmpty;
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
                    "The popular list could not be renewed; the last good one stays until the engine answers again.");
            }

            _failing = true;
        }
    }

    private Task<T> Bounded<T>(Task<T> call, CancellationToken stopping) => call.WaitAsync(Patience, time, stopping);
}
