using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Exploration;

namespace Personalization.Engine.Recommendations;

/// <summary>A list with drawn items in its marked slots, and with which probabilities they were drawn. Immutable.</summary>
/// <param name="List">The list; a drawn item says its propensity.</param>
/// <param name="Draws">The draws, by position; those that left the ranker's choice in its place too.</param>
public sealed record ExploredList(ComposedList List, ImmutableArray<ExploredAction> Draws)
{
    /// <summary>Draws the marked slots of a list; what is not drawn follows in the ranker's order.</summary>
    /// <param name="list">The list as it was ranked.</param>
    /// <param name="settings">Which slots are marked and how they draw.</param>
    /// <param name="rewards">What is known of rewards; for Thompson sampling with draws.</param>
    /// <param name="chance">The source of chance.</param>
    public static ExploredList Of(ComposedList list, ExplorationSettings settings, RewardSnapshot rewards, Random chance)
    {
        if (settings.Slots.IsEmpty || list.Items.IsEmpty)
        {
            return new ExploredList(list, []);
        }

        double best = list.Items[0].Score;
        int filled = Math.Min(settings.Slots.Max() + 1, list.Items.Length);
        ExploringCandidate[] reachable = [.. list.Items.Take(filled + settings.Pool).Select((item, rank) => new ExploringCandidate(item.ItemId, ActionFeatures.Of(item.Score, best, rank)))];
        ExploredSlot[] slots = Explorer.Fill(reachable, filled, settings, rewards, chance);
        HashSet<int> taken = [.. slots.Select(slot => slot.Candidate)];
        ImmutableArray<RecommendedItem> items =
        [
            .. slots.Select(slot => slot.IsMarked ? list.Items[slot.Candidate] with { Propensity = slot.Propensity } : list.Items[slot.Candidate]),
            .. list.Items.Where((_, rank) => !taken.Contains(rank)),
        ];
        return new ExploredList(
            list with { Items = items },
            [.. slots.Index().Where(slot => slot.Item.IsMarked).Select(slot => new ExploredAction(slot.Index, items[slot.Index].ItemId, slot.Item.Propensity, [.. reachable[slot.Item.Candidate].Features]))]);
    }
}
