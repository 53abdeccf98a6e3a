using System.Collections.Frozen;
using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Profiles;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Recommendations;

/// <summary>
/// Precomputed lists for the lower fallback levels: popular items, overall and per leading category. Immutable.
/// </summary>
/// <remarks>
/// They are computed ahead so that they cost almost no time after a missed deadline. The popularity comes from the
/// model, or without a model from the counts of the event log.
/// </remarks>
public sealed class FallbackLists
{
    private const int MaxPopular = 2_000;
    private const int MaxPerCategory = 200;
    private const int MaxScanned = 20_000;

    private readonly ServingState _serving;
    private readonly PopularItems? _counted;
    private readonly PopularItem[] _popular;
    private readonly FrozenDictionary<string, PopularItem[]> _byCategory;

    private FallbackLists(
        ServingState serving,
        PopularItems? counted,
        PopularItem[] popular,
        FrozenDictionary<string, PopularItem[]> byCategory)
    {
        _serving = serving;
        _counted = counted;
        _popular = popular;
        _byCategory = byCategory;
    }

    /// <summary>Empty lists.</summary>
    public static FallbackLists Empty { get; } = new(
        ServingState.Empty, null, [], FrozenDictionary<string, PopularItem[]>.Empty);

    /// <summary>The model version that the lists were computed from; null for none.</summary>
    public string? ModelVersion => _serving.Model?.Version;

    /// <summary>Computes the lists. It costs about one scan of the popular items.</summary>
    /// <param name="serving">The model and the catalog.</param>
    /// <param name="counted">The popular items for a state without a model; null for none.</param>
    public static FallbackLists Create(ServingState serving, PopularItems? counted)
    {
        IReadOnlyList<PopularItem> scanned = serving.Model is null ? counted?.Items ?? [] : PopularIn(serving);
        Dictionary<string, List<PopularItem>> lists = new(StringComparer.Ordinal);
        foreach (PopularItem item in scanned)
        {
            if (serving.Catalog.Find(item.ItemId.Value)?.Categories is not [var leading, ..])
            {
                continue;
            }

            if (!lists.TryGetValue(leading, out List<PopularItem>? list))
            {
                lists[leading] = list = [];
            }

            if (list.Count < MaxPerCategory)
            {
                list.Add(item);
            }
        }

        return new FallbackLists(
            serving,
            counted,
            [.. scanned.Take(MaxPopular)],
            lists.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal));
    }

    /// <summary>Gets whether the lists were computed from these inputs.</summary>
    public bool IsOf(ServingState serving, PopularItems? counted) =>
        ReferenceEquals(_serving, serving) && ReferenceEquals(_counted, counted);

    /// <summary>Gets the popular items of the category that the user's latest events prefer; empty for none.</summary>
    /// <param name="profile">The user.</param>
    /// <param name="filter">The filter of allowed items.</param>
    /// <param name="limit">The most items.</param>
    public ImmutableArray<RecommendedItem> Segment(UserProfile profile, RecommendationFilter filter, int limit) =>
        LeadingCategory(profile) is { } category ? InCategory(category, filter, limit) : [];

    /// <summary>Gets the popular items of a category; empty for none.</summary>
    public ImmutableArray<RecommendedItem> InCategory(string category, RecommendationFilter filter, int limit) =>
        _byCategory.TryGetValue(category, out PopularItem[]? list)
            ? Take(list, filter, limit, new Reason(ReasonKind.PopularInCategory, category))
            : [];

    /// <summary>Gets the popular items of all categories.</summary>
    public ImmutableArray<RecommendedItem> Popular(RecommendationFilter filter, int limit) =>
        Take(_popular, filter, limit, new Reason(ReasonKind.Popular, null));

    private static ImmutableArray<RecommendedItem> Take(
        PopularItem[] list, RecommendationFilter filter, int limit, Reason reason) =>
    [
        .. list.Where(item => filter.Allows(item.ItemId))
            .Take(limit)
            .Select(item => new RecommendedItem(item.ItemId, item.Score, reason)),
    ];

    private static PopularItem[] PopularIn(ServingState serving) =>
    [
        .. serving.Model!.Popular(CandidateFilter.Open, MaxScanned).Select(ranked => new PopularItem(
            serving.ItemOf(ranked.Item)?.Id ?? ItemId.Create(serving.Model.Items[ranked.Item]), ranked.Score)),
    ];

    private string? LeadingCategory(UserProfile profile) => profile.Events
        .TakeLast(20)
        .Select(done => _serving.Catalog.Find(done.ItemId))
        .OfType<CatalogItem>()
        .Where(item => !item.Categories.IsEmpty)
        .GroupBy(item => item.Categories[0], StringComparer.Ordinal)
        .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key ?? (profile.Preferences.Categories is [var stated, ..] ? stated : null);
}
