using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Fallback;

/// <summary>
/// Copies of the lists this process served last, so that users keep their own while the engine is slow or away: the
/// ladder's level cached. Each list has one place by its key, and whoever comes there next takes it; so memory is
/// bounded and nothing has to be searched for or let go.
/// </summary>
internal sealed class CachedLists(ApiOptions options, TimeProvider time)
{
    private readonly CachedCopy?[] _places = new CachedCopy?[options.CachedLists];
    private readonly TimeSpan _maxAge = TimeSpan.FromSeconds(options.CachedListSeconds);

    /// <summary>Keeps a list that the engine ranked for the user.</summary>
    public void Keep(UserId user, RecommendationQuery query, ServedList list)
    {
        if (_places.Length == 0 || query.Cursor is not null || list.FallbackLevel > FallbackLevel.Cached)
        {
            return;
        }

        ref CachedCopy? place = ref PlaceOf(user, query);

        // The copy that is there stays when it is the same list: one that a silo sent again would be kept while the
        // older one is let go, and all that is kept for long costs the collector.
        if (Volatile.Read(ref place) is not { } kept || !kept.IsSame(user, query, list))
        {
            Volatile.Write(ref place, new CachedCopy(user, query.Placement, query.Filter?.Text, query.Count, list));
        }
    }

    /// <summary>The user's kept list; null when there is none that is young enough.</summary>
    /// <param name="user">The user.</param>
    /// <param name="query">What was asked for; a copy is never of a later page, and none can promise a profile's
    /// version.</param>
    public ServedList? Find(UserId user, RecommendationQuery query)
    {
        if (_places.Length == 0
            || query.Cursor is not null
            || Volatile.Read(ref PlaceOf(user, query)) is not { } kept
            || !kept.Answers(user, query))
        {
            return null;
        }

        return time.GetUtcNow() - kept.List.RankedAt <= _maxAge ? kept.List : null;
    }

    /// <summary>Lets go of everything kept of a user.</summary>
    public void Forget(UserId user)
    {
        for (int i = 0; i < _places.Length; i++)
        {
            if (Volatile.Read(ref _places[i]) is { } kept && kept.User == user)
            {
                Volatile.Write(ref _places[i], null);
            }
        }
    }

    private ref CachedCopy? PlaceOf(UserId user, RecommendationQuery query) =>
        ref _places[
            (uint)HashCode.Combine(user, query.Placement, query.Filter?.Text, query.Count) % (uint)_places.Length];
}
