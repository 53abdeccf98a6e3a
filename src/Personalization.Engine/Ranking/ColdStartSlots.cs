using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Ranking;

/// <summary>Keeps places of a list for items nobody has met.</summary>
internal static class ColdStartSlots
{
    /// <summary>Puts an item at every so manieth place unless it stands further up by itself. The list keeps its length; scores never rise along it.</summary>
    /// <param name="ranked">The list.</param>
    /// <param name="liked">The items, best first.</param>
    /// <param name="kind">The reason given with them.</param>
    /// <param name="every">Which places, from 2.</param>
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
