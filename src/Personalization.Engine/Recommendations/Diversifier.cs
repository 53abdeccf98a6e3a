using System.Runtime.InteropServices;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Recommendations;

/// <summary>Re-ranks a list for variety by maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998).</summary>
/// <remarks>
/// Two items are similar when they have the same leading category. The next item is the one with the highest
/// (1 - d) x relevance - d x share, where share is the share of its category among the last <see cref="Window"/> items.
/// Relevance is the score divided by the highest score of the list. Ties go to the better-ranked item.
/// </remarks>
public static class Diversifier
{
    /// <summary>The number of previous items that variety counts: about a screen.</summary>
    public const int Window = 10;

    /// <summary>The largest distance that an item moves up. It makes the cost linear.</summary>
    private const int Reach = 40;

    /// <summary>Re-ranks a list. The result has the same items.</summary>
    /// <param name="ranked">The items, best first.</param>
    /// <param name="categoryOf">
    /// Gets the leading category of an item; null for none. An item without a category is similar to no other.
    /// </param>
    /// <param name="diversity">0 (no change) to 1 (variety only).</param>
    public static RankedItem[] Apply(RankedItem[] ranked, Func<int, string?> categoryOf, double diversity)
    {
        if (diversity <= 0 || ranked.Length < 3)
        {
            return ranked;
        }

        int[] category = NumberCategories(ranked, categoryOf, out int categories);
        int[] inWindow = new int[categories];
        double top = Math.Max(ranked[0].Score, float.Epsilon);
        double[] relevance = [.. ranked.Select(item => (1 - diversity) * item.Score / top)];
        List<int> waiting = [.. Enumerable.Range(0, ranked.Length)];
        RankedItem[] taken = new RankedItem[ranked.Length];
        int[] takenCategory = new int[ranked.Length];
        for (int t = 0; t < taken.Length; t++)
        {
            int best = PickBest(relevance, category, waiting, inWindow, diversity);
            int index = waiting[best];
            waiting.RemoveAt(best);
            (taken[t], takenCategory[t]) = (ranked[index], category[index]);
            Count(inWindow, category[index], 1);
            if (t >= Window)
            {
                Count(inWindow, takenCategory[t - Window], -1);
            }
        }

        return taken;
    }

    private static int PickBest(
        double[] relevance, int[] category, List<int> waiting, int[] inWindow, double diversity)
    {
        ReadOnlySpan<int> reachable = CollectionsMarshal.AsSpan(waiting)[..Math.Min(Reach, waiting.Count)];
        int best = 0;
        double bestValue = double.NegativeInfinity;
        for (int w = 0; w < reachable.Length; w++)
        {
            int own = category[reachable[w]];
            double share = own < 0 ? 0 : (double)inWindow[own] / Window;
            double value = relevance[reachable[w]] - (diversity * share);
            if (value > bestValue)
            {
                (best, bestValue) = (w, value);
            }
        }

        return best;
    }

    private static int[] NumberCategories(RankedItem[] ranked, Func<int, string?> categoryOf, out int count)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        int[] category = new int[ranked.Length];
        for (int i = 0; i < ranked.Length; i++)
        {
            string? name = categoryOf(ranked[i].Item);
            category[i] = name is null ? -1
                : numbers.TryGetValue(name, out int known) ? known
                : numbers[name] = numbers.Count;
        }

        count = numbers.Count;
        return category;
    }

    private static void Count(int[] inWindow, int category, int by)
    {
        if (category >= 0)
        {
            inWindow[category] += by;
        }
    }
}
