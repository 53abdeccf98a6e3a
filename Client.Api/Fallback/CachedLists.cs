using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Fallback;

/// <summary>
/// Caches the last lists this process served, for the fallback level <c>cached</c>: users keep their own list while the
/// engine is slow or unavailable.
/// </summary>
/// <remarks>
/// A direct-mapped cache: the key's hash selects one slot, and the next list of that slot replaces it. Memory is
/// bounded and no eviction runs.
/// </remarks>
internal sealed class CachedLists(ApiOptions options, TimeProvider time)
{
    private readonly CachedCopy?[] _slots = new CachedCopy?[options.CachedLists];
    private readonly TimeSpan _maxAge = TimeSpan.FromSeconds(options.CachedListSeconds);

    /// <summary>Stores a list that the engine ranked for the user.</summary>
    public void Store(UserId user, RecommendationQuery query, ServedList list)
    {
        if (_slots.Length == 0 || query.Cursor is not null || list.FallbackLevel > FallbackLevel.Cached)
        {
            return;
        }

        ref CachedCopy? slot = ref SlotOf(user, query);

        // An equal list does not replace the copy: a replacement would promote one more long-lived object per request.
        if (Volatile.Read(ref slot) is not { } copy || !copy.IsSame(user, query, list))
        {
            Volatile.Write(
                ref slot,
                new CachedCopy(
                    user, query.Placement, query.Filter?.Text, query.Context?.ToKey(), query.Count, list));
        }
    }

    /// <summary>Finds the user's cached list; null when there is none within the maximum age.</summary>
    /// <param name="user">The user.</param>
    /// <param name="query">The request. Only first pages are cached, and a copy cannot guarantee a profile
    /// version.</param>
    public ServedList? Find(UserId user, RecommendationQuery query)
    {
        if (_slots.Length == 0
            || query.Cursor is not null
            || Volatile.Read(ref SlotOf(user, query)) is not { } copy
            || !copy.Answers(user, query))
        {
            return null;
        }

        return time.GetUtcNow() - copy.List.RankedAt <= _maxAge ? copy.List : null;
    }

    /// <summary>Removes all cached lists of a user.</summary>
    public void Forget(UserId user)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (Volatile.Read(ref _slots[i]) is { } copy && copy.User == user)
            {
                Volatile.Write(ref _slots[i], null);
            }
        }
    }

    private ref CachedCopy? SlotOf(UserId user, RecommendationQuery query) =>
        ref _slots[
            (uint)HashCode.Combine(
                user, query.Placement, query.Filter?.Text, query.Context?.ToKey(), query.Count)
                % (uint)_slots.Length];
}
