using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Ranking;

/// <summary>Reserves positions of a list for cold-start items.</summary>
internal static class ColdStartSlots
{
    /// <summary>
    /// Inserts one cold-start item at every n-th position, unless the item already ranks higher. The list keeps its
    /// length, and scores do not increase along the list.
    /// </summary>
    /// <param name="ranked">The list.</param>
    /// <param name="liked">The cold-start items, best first.</param>
    /// <param name="kind">The reason shown for the inserted items.</param>
    /// <param name="every">The distance n between reserved positions, at least 2.</param>
    public static RankedItem[] Fill(RankedItem[] ranked, ReadOnlySpan<Candidate> liked, ReasonKind kind, int every)
    {
        List<RankedItem> list = [.. ranked];
        int place = every - 1;
        foreach (Candidate item in liked)
        {
            int at = list.FindIndex(listed => listed.Item == item.Item);
            if (place < list.Count && (at < 0 || at > place))
            {
                list.RemoveAt(at < 0 ? list.Count - 1 : at);
                list.Insert(place, new(item.Item, list[place - 1].Score, kind, item.Evidence));
            }

            place += every;
        }

        return [.. list];
    }
}
