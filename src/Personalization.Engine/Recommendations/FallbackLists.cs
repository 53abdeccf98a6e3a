using System.Collections.Frozen;
using Personalization.Abstractions.Catalog;
using Personalization.Engine.Profiles;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Recommendations;

/// <summary>The lower levels of the ladder, computed ahead so that they cost nothing when time has run out: what is popular, in all and per leading category. Immutable.</summary>
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

    /// <summary>Lists of nothing.</summary>
    public static FallbackLists Empty { get; } = new(ServingState.Empty, [], FrozenDictionary<string, RankedItem[]>.Empty);

    /// <summary>The state the lists were made from.</summary>
    public ServingState Serving => _serving;

    /// <summary>Computes the lists; about as costly as one scan over the popular items.</summary>
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

        return new FallbackLists(serving, [.. scanned.Take(MaxPerList)], lists.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal));
    }

    /// <summary>What is popular in the category the user's latest events lean to; empty when they lean to none.</summary>
    /// <param name="profile">The user.</param>
    /// <param name="gate">A gate over <see cref="Serving"/>.</param>
    /// <param name="limit">At most so many items.</param>
    /// <param name="category">The category; null when there is none.</param>
    public RankedItem[] Segment(UserProfile profile, RecommendationFilter gate, int limit, out string? category)
    {
        category = LeadingCategory(profile);
        return category is not null && _byCategory.TryGetValue(category, out RankedItem[]? list) ? Take(list, gate, limit) : [];
    }

    /// <summary>What is popular in all.</summary>
    public RankedItem[] Popular(RecommendationFilter gate, int limit) => Take(_popular, gate, limit);

    private static RankedItem[] Take(RankedItem[] list, RecommendationFilter gate, int limit) => [.. list.Where(item => gate.Allows(item.Item)).Take(limit)];

    private string? LeadingCategory(UserProfile profile) => profile.Events
        .TakeLast(20)
        .Select(done => _serving.Catalog.Find(done.ItemId))
        .OfType<CatalogItem>()
        .Where(item => !item.Categories.IsEmpty)
        .GroupBy(item => item.Categories[0], StringComparer.Ordinal)
        .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key ?? (profile.Preferences.Categories is [var stated, ..] ? stated : null);
}
