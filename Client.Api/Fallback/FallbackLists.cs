using System.Collections.Immutable;
using System.Security.Cryptography;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Fallback;

/// <summary>
/// Builds lists without the engine, from the last popular list or the configured items, with their fallback level.
/// </summary>
internal sealed class FallbackLists(TimeProvider time, ConfiguredLists configured)
{
    private readonly string _prefix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private long _answers;
    private volatile FallbackList? _last;

    /// <summary>The last popular list from the engine; null before the first.</summary>
    public FallbackList? Last
    {
        get => _last;
        set => _last = value;
    }

    /// <summary>
    /// Returns popular items. Empty when the engine has no items; null when the engine never answered.
    /// </summary>
    /// <param name="query">The request. Its filter, cursor and count apply.</param>
    /// <param name="reason">Why the engine gave no list: <c>deadline</c> or <c>unavailable</c>.</param>
    public RecommendationList? Popular(RecommendationQuery query, string reason)
    {
        if (_last is not { } last)
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        ImmutableArray<RecommendedItem> page = [.. last.Items
            .Where(item => item.Facts?.CanBeShown(now) != false
                && query.Filter?.Allows(item.Facts) != false
                && query.Cursor?.HasShown(item.Item.ItemId) != true)
            .Take(query.Count).Select(item => item.Item)];
        FallbackLevel level = last.Source.FallbackLevel < FallbackLevel.Popular
            ? FallbackLevel.Popular
            : last.Source.FallbackLevel;
        return last.Source with
        {
            RecommendationId = NextId(level),
            Items = page,
            FallbackLevel = level,
            FallbackReason = reason,
            ProfileVersion = 0,
            Arm = null,
            Next = page.Length < query.Count
                ? null
                : ScrollCursor.After(query.Cursor, page.Select(item => item.ItemId)),
        };
    }

    /// <summary>Returns the configured list of the placement; null when there is none.</summary>
    public RecommendationList? Static(RecommendationQuery query, string reason)
    {
        ImmutableArray<RecommendedItem> page = [.. configured.Of(query.Placement)
            .Where(item => query.Cursor?.HasShown(item) != true)
            .Take(query.Count).Select(item => new RecommendedItem(item, 0, new Reason(ReasonKind.Configured, null)))];
        return page.IsEmpty || query.Filter is not null ? null : new RecommendationList
        {
            RecommendationId = NextId(FallbackLevel.Static),
            Items = page,
            FallbackLevel = FallbackLevel.Static,
            FallbackReason = reason,
            RankedAt = time.GetUtcNow(),
            Next = page.Length < query.Count
                ? null
                : ScrollCursor.After(query.Cursor, page.Select(item => item.ItemId)),
        };
    }

    /// <summary>
    /// Ranks the caller's candidates: popular items first, then the others in the caller's order. Never fails.
    /// </summary>
    public RecommendationList Rank(RankQuery query, string reason)
    {
        FallbackList? last = _last;
        Dictionary<ItemId, RecommendedItem> known =
            last?.Items.ToDictionary(item => item.Item.ItemId, item => item.Item) ?? [];
        HashSet<ItemId> wanted = [.. query.Candidates];
        DateTimeOffset now = time.GetUtcNow();
        IEnumerable<RecommendedItem> first = last?.Items
            .Where(item => wanted.Contains(item.Item.ItemId) && item.Facts?.CanBeShown(now) != false
                && query.Filter?.Allows(item.Facts) != false)
            .Select(item => item.Item) ?? [];
        IEnumerable<RecommendedItem> rest = query.Candidates
            .Where(candidate => !known.ContainsKey(candidate) && query.Filter?.Allows(null) != false)
            .Select(candidate => new RecommendedItem(candidate, 0, new Reason(ReasonKind.Configured, null)));
        FallbackLevel level = last is null ? FallbackLevel.Static : FallbackLevel.Popular;
        return new RecommendationList
        {
            RecommendationId = NextId(level),
            Items = [.. first, .. rest],
            FallbackLevel = level,
            FallbackReason = reason,
            RankedAt = last?.Source.RankedAt ?? now,
            ModelVersion = last?.Source.ModelVersion,
        };
    }

    /// <summary>Creates the id of a list that the API built without the engine.</summary>
    public string NextId(FallbackLevel level) =>
        RecommendationIds.Make($"api-{_prefix}", Interlocked.Increment(ref _answers), level);
}
