using Personalization.Client;
using Personalization.Client.Http;
using Personalization.Client.Items;

namespace Personalization.OperatorConsole.Engine;

/// <summary>Reads items for their titles.</summary>
internal static class ItemTitles
{
    private const int MostSingleReads = 20;

    /// <summary>Gets items in one call. Against an API without a batch get, reads the first ones one by one.</summary>
    public static async Task<IReadOnlyList<Item>> FindAsync(
        PersonalizationClient api, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        try
        {
            return (await api.Items.GetAsync(ids, cancellationToken)).Items;
        }
        catch (PersonalizationException)
        {
            List<Item> items = [];
            foreach (string id in ids.Take(MostSingleReads))
            {
                if (await api.Items.FindAsync(id, cancellationToken) is { } item)
                {
                    items.Add(item);
                }
            }

            return items;
        }
    }
}
