using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Exploration;

namespace Personalization.Engine.Recommendations;

/// <summary>A list with explored items in its marked slots. Immutable.</summary>
/// <param name="List">The list. An explored item has its propensity.</param>
/// <param name="Draws">The draws by position, including draws that selected the ranker's own choice.</param>
public sealed record ExploredList(ComposedList List, ImmutableArray<ExploredAction> Draws)
{
    /// <summary>Draws items for the marked slots. The other items follow in the order of the ranker.</summary>
    /// <param name="list">The ranked list.</param>
    /// <param name="settings">The marked slots, and how to draw.</param>
    /// <param name="rewards">The known rewards, for Thompson sampling.</param>
    /// <param name="chance">The random number generator.</param>
    public static ExploredList Of(
        ComposedList list, ExplorationSettings settings, RewardSnapshot rewards, Random chance)
    {
        if (settings.Slots.IsEmpty || list.Items.IsEmpty)
        {
            return new ExploredList(list, []);
        }

        double best = list.Items[0].Score;
        int filled = Math.Min(settings.Slots.Max() + 1, list.Items.Length);
        ExploringCandidate[] reachable = [.. list.Items.Take(filled + settings.Pool).Select(
            (item, rank) => new ExploringCandidate(item.ItemId, ActionFeatures.Of(item.Score, best, rank)))];
        ExploredSlot[] slots = Explorer.Fill(reachable, filled, settings, rewards, chance);
        HashSet<int> taken = [.. slots.Select(slot => slot.Candidate)];
        ImmutableArray<RecommendedItem> items =
        [
            .. slots.Select(slot => slot.IsMarked
                ? list.Items[slot.Candidate] with { Propensity = slot.Propensity }
                : list.Items[slot.Candidate]),
            .. list.Items.Where((_, rank) => !taken.Contains(rank)),
        ];
        return new ExploredList(
            list with { Items = items },
            [.. slots.Index().Where(slot => slot.Item.IsMarked).Select(slot => new ExploredAction(
                slot.Index,
                items[slot.Index].ItemId,
                slot.Item.Propensity,
                [.. reachable[slot.Item.Candidate].Features]))]);
    }
}
