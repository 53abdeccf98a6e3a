using Personalization.Abstractions.Recommendations;

namespace Personalization.Grains.Users;

/// <summary>The latest list of each placement, filter and context of a user.</summary>
/// <remarks>One thread writes at a time. Any thread reads.</remarks>
/// <param name="most">The most lists. The list that was made first is dropped.</param>
internal sealed class CachedUserLists(int most)
{
    private volatile CachedList[] _lists = [];

    /// <summary>Returns the list of a query's placement, filter and context; null for none.</summary>
    public CachedList? Find(RecommendationQuery query)
    {
        ListKey key = ListKey.Of(query);
        foreach (CachedList cached in _lists)
        {
            if (cached.Key == key)
            {
                return cached;
            }
        }

        return null;
    }

    /// <summary>Keeps a list in the place of the query's earlier list.</summary>
    public void Keep(CachedList list, RecommendationQuery query)
    {
        ListKey key = ListKey.Of(query);
        _lists = [.. _lists.Where(cached => cached.Key != key).Prepend(list).Take(most)];
    }

    /// <summary>Drops every list.</summary>
    public void Clear() => _lists = [];
}
