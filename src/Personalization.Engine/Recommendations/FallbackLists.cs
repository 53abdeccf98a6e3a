using System.Collections.Frozen;
using Personalization.Abstractions.Catalog;
using Personalization.Engine.Profiles;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Recommendations;

/// <summary>
/// Precomputed lists for the lower fallback levels: popular items, overall and per leading category. Immutable.
/// </summary>
/// <remarks>They are computed ahead so that they cost almost no time after a missed deadline.</remarks>
public sealed class FallbackLists
{
    private const int MaxPerList = 200;
    private const int MaxScanned = 20_000;

    private readonly ServingState _serving;
    private readonly RankedItem[] _popular;
    private readonly FrozenDictionary<string, RankedItem[]> _byCategory;

    private FallbackLists(ServingState serving, RankedItem[] popular, FrozenDictionary<string, RankedItem[]> byCategory)
    {
        _serving = serving;
        _popular = popular;
        _byCategory = byCategory;
    }

    /// <summary>Empty lists.</summary>
    public static FallbackLists Empty { get; } = new(
        ServingState.Empty, [], FrozenDictionary<string, RankedItem[]>.Empty);

    /// <summary>The state that the lists were computed from.</summary>
    public ServingState Serving => _serving;

    /// <summary>Computes the lists. It costs about one scan of the popular items.</summary>
    public static FallbackLists Create(ServingState serving)
    {
        RankedItem[] scanned = serving.Model?.Popular(CandidateFilter.Open, MaxScanned) ?? [];
        Dictionary<string, List<RankedItem>> lists = new(StringComparer.Ordinal);
        foreach (RankedItem item in scanned)
        {
            if (serving.ItemOf(item.Item)?.Categories is not [var leading, ..])
            {
                continue;
            }

            if (!lists.TryGetValue(leading, out List<RankedItem>? list))
            {
                lists[leading] = list = [];
            }

            if (list.Count < MaxPerList)
            {
                list.Add(item);
            }
        }

        return new FallbackLists(
            serving,
            [.. scanned.Take(MaxPerList)],
            lists.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal));
    }

    /// <summary>Gets the popular items of the category that the user's latest events prefer; empty for none.</summary>
    /// <param name="profile">The user.</param>
    /// <param name="filter">A filter over <see cref="Serving"/>.</param>
    /// <param name="limit">The most items.</param>
    /// <param name="category">The category; null when there is none.</param>
    public RankedItem[] Segment(UserProfile profile, RecommendationFilter filter, int limit, out string? category)
    {
        category = LeadingCategory(profile);
        return category is not null && _byCategory.TryGetValue(category, out RankedItem[]? list)
            ? Take(list, filter, limit)
            : [];
    }

    /// <summary>Gets the popular items of all categories.</summary>
    public RankedItem[] Popular(RecommendationFilter filter, int limit) => Take(_popular, filter, limit);

    private static RankedItem[] Take(RankedItem[] list, RecommendationFilter filter, int limit) =>
    [.. list.Where(item => filter.Allows(item.Item)).Take(limit)];

    private string? LeadingCategory(UserProfile profile) => profile.Events
        .TakeLast(20)
        .Select(done => _serving.Catalog.Find(done.ItemId))
        .OfType<CatalogItem>()
        .Where(item => !item.Categories.IsEmpty)
        .GroupBy(item => item.Categories[0], StringComparer.Ordinal)
        .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key ?? (profile.Preferences.Categories is [var stated, ..] ? stated : null);
}
