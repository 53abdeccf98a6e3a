using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Items;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Adds titles and a sentence for each reason to a list, with at most one more call to the engine.</summary>
internal static class ExplainedList
{
    /// <summary>Renders the list with titles and explanations.</summary>
    public static async ValueTask<ServedList> OfAsync(RecommendationList list, ItemDetails items)
    {
        IReadOnlyDictionary<string, CatalogItem> found = await items.FindAsync(WantedBy(list));
        Dictionary<string, string> titles = found
            .Where(pair => pair.Value.Title is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value.Title!, StringComparer.Ordinal);
        return Of(list, titles);
    }

    /// <summary>Renders the list with titles and explanations.</summary>
    /// <param name="list">The list.</param>
    /// <param name="titles">Titles by item id.</param>
    public static ServedList Of(RecommendationList list, IReadOnlyDictionary<string, string> titles) =>
        ServedList.Of(list, item => new ItemWords(
            titles.GetValueOrDefault(item.ItemId.Value), ReasonText.Of(item.Reason, titles)));

    /// <summary>The items of the list and the items that are evidence for them.</summary>
    private static IEnumerable<ItemId> WantedBy(RecommendationList list)
    {
        foreach (RecommendedItem item in list.Items)
        {
            yield return item.ItemId;
            if (ItemId.TryCreate(item.Reason.Evidence, out ItemId evidence) is null)
            {
                yield return evidence;
            }
        }
    }
}
