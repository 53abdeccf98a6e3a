using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Finds the titles for an explained list, with a second call to the engine.</summary>
internal sealed class Titles(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Returns the titles of the list's items and their evidence, by item id. Empty when the engine does not answer in
    /// time.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> OfAsync(RecommendationList list)
    {
        HashSet<ItemId> wanted = [.. list.Items.Select(item => item.ItemId)];
        foreach (RecommendedItem item in list.Items)
        {
            if (ItemId.TryCreate(item.Reason.Evidence, out ItemId evidence) is null)
            {
                _ = wanted.Add(evidence);
            }
        }

        try
        {
            ImmutableArray<CatalogItem?> items = await grains.GetGrain<IItemListsGrain>(0)
                .ItemsAsync([.. wanted])
                .AsTask()
                .WaitAsync(Timeout, time);
            return items.Where(item => item is { Deleted: false, Title: not null }).ToDictionary(
                item => item!.Id.Value, item => item!.Title!, StringComparer.Ordinal);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException or IOException)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }
}
