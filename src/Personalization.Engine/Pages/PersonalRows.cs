using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;

namespace Personalization.Engine.Pages;

/// <summary>Rows that follow from the user's own events.</summary>
internal static class PersonalRows
{
    /// <summary>The number of latest items among which the strongest one is the seed.</summary>
    private const int SeedsAmong = 10;

    /// <summary>The factor of a seed's weight for each later item.</summary>
    private const double SeedDecay = 0.8;

    /// <summary>Gets the title of a row of the user's own items.</summary>
    public static string TitleOf(RowSource source) =>
        source == RowSource.BuyAgain ? "Buy again" : "Continue where you left off";

    /// <summary>Offers the items that the user viewed last and did not buy, newest first.</summary>
    public static RowCandidates Continue(PageState state, RowQuery row) => new(
        Own(state, row, LatestItems(state.Profile, _ => true), marks => (marks & ItemMarks.Purchased) == 0),
        TitleOf(RowSource.Continue));

    /// <summary>
    /// Offers the items that the user bought: those bought most often first, then those bought last.
    /// </summary>
    public static RowCandidates BuyAgain(PageState state, RowQuery row)
    {
        Dictionary<string, int> bought = new(StringComparer.Ordinal);
        foreach (ProfileEvent done in state.Profile.Events)
        {
            if (done.Type == Abstractions.Events.EventTypes.Purchase)
            {
                bought[done.ItemId] = bought.GetValueOrDefault(done.ItemId) + 1;
            }
        }

        IEnumerable<string> older = state.Profile.Items
            .Where(pair => (pair.Value.Marks & ItemMarks.Purchased) != 0 && !bought.ContainsKey(pair.Key))
            .OrderByDescending(pair => pair.Value.AsOfMs)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key);
        IEnumerable<string> latest = LatestItems(
            state.Profile, done => done.Type == Abstractions.Events.EventTypes.Purchase);
        return new(
            Own(state, row, latest.OrderByDescending(item => bought[item]).Concat(older), _ => true),
            TitleOf(RowSource.BuyAgain));
    }

    /// <summary>
    /// Offers items like a strong recent item of the user; null when no item can be a seed. Each row of a page has
    /// another seed.
    /// </summary>
    public static RowCandidates? BecauseYouViewed(
        PageState state, PageQuery page, RowQuery row, int depth, HashSet<string> seeds)
    {
        if (SeedOf(state, seeds) is not { } seed)
        {
            return null;
        }

        _ = seeds.Add(seed);
        RowCandidates similar = NeighbourRows.Like(state, page, row, [ItemId.Create(seed)], depth);
        bool bought = state.Profile.Items.TryGetValue(seed, out ItemState known)
            && (known.Marks & ItemMarks.Purchased) != 0;
        return similar with
        {
            Title = $"Because you {(bought ? "bought" : "viewed")} {state.TitleOf(seed)}",
            Evidence = seed,
        };
    }

    /// <summary>Returns the latest distinct items of events that the user liked, newest first.</summary>
    public static IEnumerable<string> LatestItems(UserProfile profile, Func<ProfileEvent, bool> wanted)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        for (int i = profile.Events.Count - 1; i >= 0; i--)
        {
            ProfileEvent done = profile.Events[i];
            if (wanted(done)
                && profile.Items.TryGetValue(done.ItemId, out ItemState state)
                && (state.Marks & (ItemMarks.Seen | ItemMarks.Dismissed)) == ItemMarks.Seen
                && found.Add(done.ItemId))
            {
                yield return done.ItemId;
            }
        }
    }

    private static IEnumerable<RecommendedItem> Own(
        PageState state, RowQuery row, IEnumerable<string> items, Func<ItemMarks, bool> wanted)
    {
        RecommendationFilter filter = state.OwnFilterOf(row);
        return items.Where(item => wanted(state.Profile.Items[item].Marks))
            .Select(ItemId.Create)
            .Where(filter.Allows)
            .Select(item => new RecommendedItem(
                item, state.Profile.Items[item.Value].Weight, new Reason(ReasonKind.ChosenBefore, item.Value)));
    }

    private static string? SeedOf(PageState state, HashSet<string> taken)
    {
        string? best = null;
        double most = 0;
        int position = 0;
        foreach (string item in LatestItems(state.Profile, _ => true).Take(SeedsAmong))
        {
            double weight = state.Profile.Items[item].Weight * Math.Pow(SeedDecay, position++);
            if (weight > most
                && !taken.Contains(item)
                && state.Serving.Model?.Items.TryGet(item, out _) != false
                && state.Serving.Catalog.Find(item)?.Deleted != true)
            {
                (best, most) = (item, weight);
            }
        }

        return best;
    }
}
