using System.Collections.Immutable;

namespace Personalization.Engine.Merchandising;

/// <summary>Decides whether the next position must go to an item of a share.</summary>
/// <remarks>
/// After every position, a share of p percent has at least p percent of the positions so far, rounded down. The next
/// position must serve a share when the free positions up to some later position are only just enough for the demand of
/// all shares there. Serving the most urgent share first reaches every share when they add up to at most 100 percent.
/// </remarks>
internal static class ShareDemand
{
    /// <summary>Returns the shares to serve now, first choice first; empty when any item will do.</summary>
    /// <param name="shares">The shares, highest precedence first.</param>
    /// <param name="placed">The items so far.</param>
    /// <param name="pinned">The items of reserved positions, by position; its length is the length of the list.</param>
    public static IReadOnlyList<int> Of(
        ImmutableArray<ShareAction> shares, List<ArrangedItem> placed, ArrangedItem?[] pinned)
    {
        if (shares.IsEmpty)
        {
            return [];
        }

        int[] counts =
            [.. Enumerable.Range(0, shares.Length).Select(share => placed.Count(item => item.Counts(share)))];
        int[] deadlines = [.. Enumerable.Repeat(int.MaxValue, shares.Length)];
        bool urgent = false;
        int free = 0;
        for (int end = placed.Count; end < pinned.Length; end++)
        {
            free += pinned[end] is null ? 1 : 0;
            int demand = 0;
            for (int share = 0; share < shares.Length; share++)
            {
                counts[share] += pinned[end]?.Counts(share) == true ? 1 : 0;
                int missing = (int)Math.Floor((end + 1) * shares[share].Percent / 100) - counts[share];
                demand += Math.Max(0, missing);
                deadlines[share] = missing > 0 ? Math.Min(deadlines[share], end) : deadlines[share];
            }

            urgent |= demand >= free && demand > 0;
        }

        bool isFeasible = shares.Sum(share => share.Percent) <= 100;
        return !urgent
            ? []
            : [.. Enumerable.Range(0, shares.Length)
                .Where(share => deadlines[share] < int.MaxValue)
                .OrderBy(share => isFeasible ? deadlines[share] : share)
                .ThenBy(share => share)];
    }
}
