using System.Collections.Immutable;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Events;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Grains.DataQuality;

/// <summary>Counts events about items that are not in the catalog.</summary>
/// <remarks>Only a silo has the catalog. With an empty catalog nothing is counted.</remarks>
public sealed class UnknownItems(ServingHolder holder, DataQualityTallies tallies)
{
    /// <summary>Counts the unknown items among one user's events.</summary>
    public void Count(ImmutableArray<UserEvent> events)
    {
        CatalogSnapshot catalog = holder.Current.Catalog;
        if (catalog.Count == 0)
        {
            return;
        }

        foreach (UserEvent done in events)
        {
            if (catalog.Find(done.ItemId.Value) is null)
            {
                tallies.Add(done.Source, DataQualityCounters.UnknownItems, 1);
            }
        }
    }
}
