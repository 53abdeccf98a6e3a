using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Benchmarks.Replay;

/// <summary>Selects the questions of a replay.</summary>
/// <remarks>
/// A question is asked only before the first of a user's events of the same time, because no list is shown between two
/// lines of one basket. With lists of unseen items, the target is the user's first event on an item. Whether the user
/// buys the item later only names the kind of the question; no ranker knows it.
/// </remarks>
internal static class QuestionSampler
{
    /// <summary>Finds the questions from a time on, and draws at most a number of each kind.</summary>
    /// <param name="log">The log.</param>
    /// <param name="fromMs">The earliest time of a question, Unix milliseconds.</param>
    /// <param name="most">The most questions of each kind.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <returns>The questions in the order of the log.</returns>
    public static ReplayQuestion[] Draw(ReplayLog log, long fromMs, int most, int seed)
    {
        Random random = new(seed);
        List<ReplayQuestion> drawn = [];
        foreach (IGrouping<ReplayTarget, ReplayQuestion> kind in Find(log, fromMs)
            .GroupBy(question => question.Target)
            .OrderBy(kind => kind.Key))
        {
            ReplayQuestion[] all = [.. kind];
            random.Shuffle(all);
            drawn.AddRange(all.Take(most));
        }

        return [.. drawn.OrderBy(question => question.At)];
    }

    private static IEnumerable<ReplayQuestion> Find(ReplayLog log, long fromMs)
    {
        EventVocabulary vocabulary = EventVocabulary.Default;
        HashSet<(string User, string Item)> bought =
        [
            .. log.Events.Where(happened => happened.Type == EventTypes.Purchase)
                .Select(happened => (happened.User, happened.Item)),
        ];
        HashSet<(string User, string Item)> seen = [];
        Dictionary<string, (string Item, long TimeMs)> last = new(StringComparer.Ordinal);
        for (int at = 0; at < log.Events.Length; at++)
        {
            ReplayEvent happened = log.Events[at];
            bool isFirst = seen.Add((happened.User, happened.Item));
            bool isKnown = last.TryGetValue(happened.User, out (string Item, long TimeMs) before);
            bool isChoice = log.SeenItems == SeenItems.Exclude ? isFirst : isKnown && before.Item != happened.Item;
            last[happened.User] = (happened.Item, happened.TimeMs);
            if (isChoice
                && happened.TimeMs >= fromMs
                && (!isKnown || before.TimeMs < happened.TimeMs)
                && vocabulary.WeightOf(happened.Type) > 0)
            {
                yield return new(at, KindOf(log, bought.Contains((happened.User, happened.Item))));
            }
        }
    }

    private static ReplayTarget KindOf(ReplayLog log, bool isBought) =>
        log.SeenItems != SeenItems.Exclude ? ReplayTarget.Next
        : isBought ? ReplayTarget.Bought
        : ReplayTarget.Viewed;
}
