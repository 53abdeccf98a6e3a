using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Engine.Profiles;

namespace Personalization.Engine.Recommendations;

/// <summary>Summarises profiles with the categories of the catalog.</summary>
public static class ProfileSummaries
{
    private const int MaxCategories = 20;
    private const int MaxRecent = 20;

    /// <summary>Summarises a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="catalog">The catalog, for the categories of items.</param>
    /// <param name="now">The time to which weights decay.</param>
    public static ProfileSummary Of(UserProfile profile, CatalogSnapshot catalog, DateTimeOffset now) => new()
    {
        Version = profile.Version,
        EventCount = profile.EventCount,
        Categories = [.. CategoriesOf(profile, catalog, now).Take(MaxCategories)],
        Recent =
        [
            .. profile.Events.Reverse().Take(MaxRecent).Select(done => new RecentEvent(
                ItemId.Create(done.ItemId), done.Type, DateTimeOffset.FromUnixTimeMilliseconds(done.TimeMs))),
        ],
        OptOut = profile.Preferences.OptOut,
    };

    /// <summary>Returns the leading categories of the user's items by weight, highest first; ties by name.</summary>
    public static IEnumerable<CategoryWeight> CategoriesOf(
        UserProfile profile, CatalogSnapshot catalog, DateTimeOffset now)
    {
        Dictionary<string, double> sums = new(StringComparer.Ordinal);
        foreach (ItemPreference item in profile.PreferencesAt(now))
        {
            if (catalog.Find(item.ItemId.Value)?.Categories is [var category, ..])
            {
                sums[category] = sums.GetValueOrDefault(category) + item.Weight;
            }
        }

        double total = sums.Values.Where(weight => weight > 0).Sum();
        return sums.Where(pair => pair.Value > 0)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new CategoryWeight(pair.Key, pair.Value / total));
    }
}
